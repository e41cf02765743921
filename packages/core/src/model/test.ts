/** The runner that executed a test. Imported histories keep the name of the tool they came from (`junit`, `ctrf`, `allure`). */
export type RunnerName = 'playwright' | 'vitest' | (string & {});

/** The runners that Millwright can start itself. */
export type OwnRunner = 'playwright' | 'vitest';

/** Sixteen hexadecimal digits that identify one test for ever: see `testIdOf`. */
export type TestId = string;

/** A place in a source file. `line` and `column` count from 1; `file` is posix and relative to the project root. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A note that the author or the runner attached to a test (`issue`, `skip`, `slow` …). */
export interface Annotation {
  readonly type: string;
  readonly description?: string;
}

/** What a runner knows of a test before it starts it. */
export interface TestEntry {
  readonly id: TestId;
  readonly runner: RunnerName;
  /** The runner's project (browser, workspace); an empty string where the runner has none. */
  readonly project: string;
  /** Posix path relative to the project root (the folder of the runner's config). */
  readonly file: string;
  /** The titles of the enclosing `describe` blocks, outermost first, then the test's own. Never empty. */
  readonly titlePath: readonly string[];
  readonly line: number;
  readonly column: number;
  /** 0 for the first test of this file and title path, 1 for its first duplicate, and so on. */
  readonly ordinal?: number;
  readonly tags?: readonly string[];
  readonly annotations?: readonly Annotation[];
  /** What the author expects: `failed` for `test.fail` and `test.fails`, `skipped` for a test that is switched off. */
  readonly expectedStatus: 'passed' | 'failed' | 'skipped';
  /** How often the runner may try again after a bad attempt. */
  readonly retries: number;
  readonly timeoutMs?: number;
  /** The runner's own id, kept so that its own flags (`--last-failed`) can be used. */
  readonly runnerId?: string;
  /** Hash of the test's source text without white space; follows a test through a rename. */
  readonly bodyHash?: string;
}
