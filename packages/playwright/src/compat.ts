import type { FullConfig, TestCase, TestError, TestResult, TestStep, Suite } from '@playwright/test/reporter';

/**
 * Everything that differs between Playwright 1.50 and today, in one place. Each function reads whichever form is there; none looks
 * at a version number.
 */

/** The options that Playwright adds to those of the user. */
export interface InjectedOptions {
  /** The folder of the config file. */
  readonly configDir?: string;
  readonly _mode?: string;
  /** 1.50 says it in UI mode and in editors; later versions do not, see `isInteractive`. */
  readonly _isTestServer?: boolean;
}

/** Whether an interactive front end (UI mode, an editor) owns the process: its runs are experiments, not history. */
export function isInteractive(options: InjectedOptions, argv: readonly string[]): boolean {
  return (
    options._isTestServer === true ||
    argv
      .slice(2)
      .some(
        (arg) => arg === 'test-server' || arg === '--ui' || arg.startsWith('--ui-host') || arg.startsWith('--ui-port'),
      )
  );
}

/**
 * The locator a step worked on: `params` and `subtitle` (1.63), `Click getByRole(…)` (1.54), `locator.getByRole(…).click` and
 * `page.click(css)` (1.50).
 */
export function locatorOfStep(step: TestStep): string | undefined {
  const late = step as { params?: Record<string, unknown>; subtitle?: unknown };
  if (typeof late.params?.['locator'] === 'string') return late.params['locator'];
  if (step.category !== 'pw:api' && step.category !== 'expect') return undefined;
  if (typeof late.subtitle === 'string' && looksLikeLocator(late.subtitle)) return late.subtitle;
  return locatorInTitle(step.title);
}

/** The title with the locator that later versions moved out of it. */
export function titleOfStep(step: TestStep): string {
  const { subtitle } = step as { subtitle?: unknown };
  return typeof subtitle === 'string' && subtitle !== '' ? `${step.title} ${subtitle}` : step.title;
}

const locatorCall = /(?:getBy(?:Role|Text|Label|Placeholder|AltText|Title|TestId)|locator|frameLocator|contentFrame)\(/;

function looksLikeLocator(text: string): boolean {
  return locatorCall.test(text);
}

function locatorInTitle(title: string): string | undefined {
  const early = /^(?:locator|frameLocator)\.(.+)\.\w+$/s.exec(title)?.[1];
  if (early !== undefined) return early;
  const start = locatorCall.exec(title)?.index;
  if (start !== undefined) return title.slice(start);
  const selector =
    /^(?:page|frame)\.(?:click|dblclick|tap|fill|type|press|check|uncheck|hover|focus|selectOption|setInputFiles|waitForSelector)\((.+)\)$/s.exec(
      title,
    )?.[1];
  return selector === undefined ? undefined : `locator('${selector.replaceAll("'", "\\'")}')`;
}

/** Notes on a test: on the test alone in 1.50, on each result since. */
export function annotationsOf(test: TestCase, result?: TestResult): readonly { type: string; description?: string }[] {
  const onResult = (result as { annotations?: TestResult['annotations'] } | undefined)?.annotations ?? [];
  if (test.annotations.length === 0 && onResult.length === 0) return onResult;
  const seen = new Set<string>();
  return [...test.annotations, ...onResult].filter(({ type, description }) => {
    const key = `${type}\n${description ?? ''}`;
    return !type.startsWith('_') && !seen.has(key) && seen.add(key);
  });
}

/** Index of the error an attachment describes: `error-context` since 1.54, `_error-context-0` in 1.52 and 1.53. */
export function errorContextIndexOf(attachmentName: string): number | undefined {
  const match = /^_?error-context(?:-(\d+))?$/.exec(attachmentName);
  return match ? Number(match[1] ?? 0) : undefined;
}

/** What the matcher compared; only 1.50 to 1.5x let it through to reporters. */
export function comparedValuesOf(error: TestError): { expected?: unknown; actual?: unknown } {
  const { matcherResult } = error as { matcherResult?: { expected?: unknown; actual?: unknown } };
  return matcherResult ?? {};
}

/** Whether `test.only` or `describe.only` chose the tests of this run. Private to Playwright: false where it cannot be seen. */
export function isFocused(suite: Suite): boolean {
  if ((suite as { _only?: unknown })._only === true) return true;
  return suite.suites.some(isFocused) || suite.tests.some((test) => (test as { _only?: unknown })._only === true);
}

/** What Playwright hands to `Reporter.preprocess` from 1.62 on, as far as we use it; the types of older versions do not know it. */
export interface PreprocessedRun {
  readonly config: Pick<FullConfig, 'shard'>;
  readonly suite: Suite;
  readonly testRun: {
    exclude(target: TestCase | Suite): void;
    /** Absent, as the next two, where a later version should take it away. */
    skip?(target: TestCase | Suite, reason: string): void;
    mode?(suite: Suite): string;
    skipSharding?(): void;
  };
}

/**
 * Asks how the tests of a suite run: `testRun.mode`, and where 1.62 has none what it reads later, which is private to Playwright. Undefined where neither
 * is there.
 */
export function modeReaderOf({
  suite: root,
  testRun,
}: Pick<PreprocessedRun, 'suite' | 'testRun'>): ((suite: Suite) => string) | undefined {
  if (testRun.mode) return testRun.mode.bind(testRun);
  const ownModeOf = (suite: Suite): unknown => (suite as { _parallelMode?: unknown })._parallelMode;
  if (typeof ownModeOf(root) !== 'string') return undefined;
  return (suite) => {
    for (let current: Suite | undefined = suite; current; current = current.parent) {
      const mode = ownModeOf(current);
      if (typeof mode === 'string' && mode !== 'none') return mode;
    }
    return 'default';
  };
}

/**
 * Sorts the files of a project suite by rank, equal ranks as they were. The list is private to Playwright; false where it is
 * kept in another way, and then nothing was changed.
 */
export function sortFileSuites(project: Suite, rankOf: (file: Suite) => number): boolean {
  const entries = (project as { _entries?: unknown })._entries;
  const files = project.suites;
  const isList = Array.isArray(entries) && entries.length === files.length;
  if (!isList || !files.every((file, index) => entries[index] === file)) return false;
  const ranks = new Map(files.map((file) => [file, rankOf(file)]));
  // Two files outside the plan are both infinitely late, and their difference is no number.
  const place = (file: Suite): number => Math.min(ranks.get(file) ?? Number.MAX_VALUE, Number.MAX_VALUE);
  entries.splice(0, entries.length, ...files.toSorted((a, b) => place(a) - place(b)));
  return true;
}
