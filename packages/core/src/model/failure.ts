import type { SourceLocation } from './test.ts';

/** One line of a stack trace. */
export interface StackFrame {
  /** Posix path relative to the project root, or the raw specifier (`node:internal/…`, a URL) when it lies elsewhere. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function?: string;
  /** `user`: the project's own code. `dependency`: under `node_modules`. `runner`: Playwright, Vitest or Node internals. */
  readonly origin: 'user' | 'dependency' | 'runner';
}

/** An error that caused another (`Error.cause`), outermost first in a chain. */
export interface FailureCause {
  readonly name?: string;
  readonly message: string;
  readonly frames: readonly StackFrame[];
}

/** What the page looked like when a browser test failed. */
export interface PageEvidence {
  readonly url?: string;
  /** The accessibility tree as Playwright writes it (YAML), bounded. */
  readonly ariaSnapshot?: string;
}

/** Why an attempt was bad: everything the runner told about one error, without colours. */
export interface Failure {
  /** Error class, when the runner tells it (`TimeoutError`, `AssertionError`). */
  readonly name?: string;
  /** The message without ANSI codes, bounded to 8 KiB. Never empty. */
  readonly message: string;
  readonly frames: readonly StackFrame[];
  readonly location?: SourceLocation;
  /** The source lines around the location, as the runner printed them. */
  readonly snippet?: string;
  readonly expected?: string;
  readonly actual?: string;
  /** The runner's own difference of expected and actual. */
  readonly diff?: string;
  /** Title of the innermost step that failed. */
  readonly step?: string;
  /** The locator of the failing step as Playwright prints it, such as `getByRole('button', { name: 'Pay' })`. */
  readonly locator?: string;
  /** Playwright's call log, one entry a line. */
  readonly callLog?: readonly string[];
  readonly page?: PageEvidence;
  readonly causes?: readonly FailureCause[];
}
