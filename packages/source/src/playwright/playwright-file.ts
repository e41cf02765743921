import type { ts } from 'ts-morph';

import { isOtherRunner, isPlaywrightModule } from '../tree/runner-modules.ts';

/** Calls that hardly anything but a Playwright page has. */
const TELLING =
  /\bpage\s*\.\s*(?:goto|locator|getBy[A-Z]\w+|frameLocator|waitFor[A-Z]\w+|click|dblclick|fill|hover|pause|\$|\$\$|\$eval|\$\$eval|evaluate|isVisible|isChecked|textContent|innerText|screenshot|setViewportSize|selectOption|setInputFiles|addInitScript|setContent|keyboard|mouse|dispatchEvent)\b/u;
const TELLING_MEMBER = /\bpage\s*\[\s*['"`](?:\$\$?(?:eval)?|[a-z]\w+)['"`]\s*\]\s*\(/u;
const TELLING_EXPECT = /\bexpect(?:\.soft)?\(\s*page\s*\)\s*\.\s*(?:not\s*\.\s*)?to[A-Z]/u;
const TELLING_DOLLAR = /\bpage\s*\.\s*\$\$?(?:eval)?\(/u;
const MODULES = /(?:\bfrom|\brequire\(|\bimport\()\s*['"]([^'"\n]+)['"]/gu;

const remembered = new WeakMap<ts.SourceFile, boolean>();

/** Whether a file imports Playwright, or uses a `page` as Playwright's and imports no other runner or browser driver. */
export function worksWithPlaywright(source: ts.SourceFile): boolean {
  const known = remembered.get(source);
  if (known !== undefined) return known;
  const modules = modulesOf(source);
  const works =
    modules.some((one) => isPlaywrightModule(one)) ||
    (!modules.some((one) => isOtherRunner(one)) &&
      [TELLING, TELLING_DOLLAR, TELLING_MEMBER, TELLING_EXPECT].some((one) => one.test(source.text)));
  remembered.set(source, works);
  return works;
}

/** Modules that a file names in its imports. */
function modulesOf(source: ts.SourceFile): readonly string[] {
  return [...source.text.matchAll(MODULES)].map((match) => match[1] ?? '');
}
