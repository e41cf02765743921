import type { ts } from 'ts-morph';

import { isOtherRunner, isPlaywrightModule } from '../tree/runner-modules.ts';

/** Calls that hardly anything but a Playwright page has. */
const TELLING =
  /\bpage\s*\.\s*(?:goto|locator|getBy[A-Z]\w+|frameLocator|waitFor[A-Z]\w+|click|dblclick|fill|hover|pause|\$|\$\$|\$eval|\$\$eval|evaluate|isVisible|isChecked|textContent|innerText|screenshot|reload|goBack|goForward|setViewportSize|selectOption|setInputFiles|addInitScript|setContent|keyboard|mouse|dispatchEvent)\b/u;
const TELLING_MEMBER = /\bpage\s*\[\s*['"`](?:\$\$?(?:eval)?|[a-z]\w+)['"`]\s*\]\s*\(/u;
const TELLING_EXPECT = /\bexpect(?:\.soft|\[['"`]soft['"`]\])?\(\s*page\s*\)\s*[.[]|\bexpect\.configure\(/u;
/** Members that only Playwright's `test` and `expect` have. */
const TELLING_TEST =
  /\b(?:test|it)\s*(?:\.\s*|\[\s*['"`])(?:step|describe|slow|info|use|fixme|beforeEach|beforeAll|afterEach|afterAll|skip['"`\]]*\(\s*\))/u;
/** Fixtures that a test takes by the names of Playwright's own. */
const TELLING_FIXTURE =
  /\b(?:test|it)(?:\s*\.\s*\w+)*\(\s*(['"`])(?:(?!\1)[^\n])*\1\s*,\s*(?:async\s*)?(?:function\s*)?\(\s*\{[^{}()]*\b(?:page|context|browser)\b[^{}()]*\}\s*\)/u;
const TELLING_DOLLAR = /\bpage\s*\.\s*\$\$?(?:eval)?\(/u;
const MODULES = /(?:\bfrom|\brequire\(|\bimport\()\s*['"]([^'"\n]+)['"]/gu;

const TELLING_SIGNS = [TELLING, TELLING_FIXTURE, TELLING_DOLLAR, TELLING_MEMBER, TELLING_EXPECT, TELLING_TEST];

type Evidence = 'for' | 'against' | 'none';
const remembered = new WeakMap<ts.SourceFile, Evidence>();

/** Whether a file imports Playwright, or uses what only Playwright has and imports no other runner or browser driver. */
export function worksWithPlaywright(source: ts.SourceFile): boolean {
  return evidenceIn(source) === 'for';
}

/** Whether a file imports another runner or browser driver and not Playwright. */
export function worksWithAnother(source: ts.SourceFile): boolean {
  return evidenceIn(source) === 'against';
}

function evidenceIn(source: ts.SourceFile): Evidence {
  const known = remembered.get(source);
  if (known !== undefined) return known;
  const modules = modulesOf(source);
  const evidence = modules.some((one) => isPlaywrightModule(one))
    ? 'for'
    : modules.some((one) => isOtherRunner(one))
      ? 'against'
      : TELLING_SIGNS.some((one) => one.test(source.text))
        ? 'for'
        : 'none';
  remembered.set(source, evidence);
  return evidence;
}

/** Modules that a file names in its imports. */
function modulesOf(source: ts.SourceFile): readonly string[] {
  return [...source.text.matchAll(MODULES)].map((match) => match[1] ?? '');
}
