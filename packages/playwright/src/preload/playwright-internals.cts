import type { BrowserContext, Page, TestInfo } from '@playwright/test' with { 'resolution-mode': 'import' };

/** What we listen to; the names are the same from 1.50 on. Private to Playwright. */
export interface InstrumentationListener {
  runAfterCreateBrowserContext?(context: BrowserContext): Promise<void>;
  runBeforeCloseBrowserContext?(context: BrowserContext): Promise<void>;
}

/** The public exports of `playwright/test` with the private parts that capture relies on. */
export interface PlaywrightTest {
  readonly _baseTest: object;
  readonly test: { info(): TestInfo };
  readonly chromium: {
    readonly _connection?: object;
    readonly _instrumentation?: { addListener?(listener: InstrumentationListener): void };
  };
}

/** Says when an attempt of a test is over, before its worker goes on; its status is known, its pages may be closed. */
export interface TestEnds {
  addListener(listener: (test: TestInfo) => Promise<void>): void;
}

type AutoFixture = (args: object, use: () => Promise<void>, test: TestInfo) => Promise<void>;

/** Whether a loaded module is `playwright/test`. */
function isPlaywrightTest(loaded: unknown): loaded is PlaywrightTest {
  if ((typeof loaded !== 'object' && typeof loaded !== 'function') || loaded === null) return false;
  const { _baseTest, test, chromium } = loaded as Partial<PlaywrightTest>;
  return Boolean(_baseTest) && typeof test?.info === 'function' && Boolean(chromium?._connection);
}

/** One fixture that runs around every test, for all who want to know its end. Undefined when this version has no place for it. */
function openTestEnds(playwright: PlaywrightTest): TestEnds | undefined {
  const listeners: ((test: TestInfo) => Promise<void>)[] = [];
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are wanted from this pattern.
  const added = addAutoFixture(playwright, '_millwright', async ({}, use, test) => {
    await use();
    for (const listener of listeners) await listener(test).catch(() => undefined);
  });
  return added ? { addListener: (listener) => void listeners.push(listener) } : undefined;
}

/** Adds an auto fixture to `test` and everything that will extend it. False when this version keeps its fixtures elsewhere. */
function addAutoFixture(playwright: PlaywrightTest, name: string, fixture: AutoFixture): boolean {
  let added = false;
  for (const test of new Set([playwright.test, playwright._baseTest])) {
    for (const symbol of Object.getOwnPropertySymbols(test)) {
      const { fixtures } = (test as Record<symbol, { fixtures?: unknown } | undefined>)[symbol] ?? {};
      if (!Array.isArray(fixtures)) continue;
      fixtures.push({
        fixtures: { [name]: [fixture, { auto: true, box: true }] },
        location: { file: __filename, line: 1, column: 1 },
      });
      added = true;
    }
  }
  return added;
}

/** Runs a call of ours so that it shows neither in the steps of the test nor in its trace. */
function callInternally<T>(object: BrowserContext | Page, call: () => Promise<T>): Promise<T> {
  const { _wrapApiCall } = object as unknown as {
    _wrapApiCall?: (call: () => Promise<T>, options: object) => Promise<T>;
  };
  return typeof _wrapApiCall === 'function' ? _wrapApiCall.call(object, call, { internal: true }) : call();
}

/** The test that runs now, or undefined between tests. */
function currentTestOf(playwright: PlaywrightTest): TestInfo | undefined {
  try {
    return playwright.test.info();
  } catch {
    return undefined;
  }
}

const playwrightInternals = { isPlaywrightTest, openTestEnds, callInternally, currentTestOf };
module.exports = playwrightInternals;
export type PlaywrightInternals = typeof playwrightInternals;
