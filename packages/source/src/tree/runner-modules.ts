/** Packages that export Playwright's own types and test functions. */
export function isPlaywrightModule(module: string): boolean {
  return /(?:^|\/)playwright(?:-core|-bdd|-chromium|-firefox|-webkit)?(?:\/|$)|^@playwright\//u.test(module);
}

/** Packages whose fixtures and globals are surely not Playwright's, although their names may be the same. */
export function isOtherRunner(module: string): boolean {
  return /^(?:vitest|@vitest\/.+|jest|@jest\/globals|mocha|node:test|bun:test|ava|cypress|puppeteer(?:-core)?|selenium-webdriver|testcafe|nightwatch|detox|webdriverio|@wdio\/.+)$/u.test(
    module,
  );
}
