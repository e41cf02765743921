import type { SourceLocation } from './test.ts';

/** Anything that an analysis reports. */
export interface Finding {
  /** Name of the pattern, rule or gate that found it. */
  readonly kind: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** What it is about: a test's title, a file, an endpoint. */
  readonly subject: string;
  readonly location?: SourceLocation;
  readonly evidence: readonly string[];
  readonly advice: string;
}

/** A text edit by offsets into a file's current text (UTF-16 code units, end exclusive). */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The edits of one file, and in a sentence what they do. */
export interface Patch {
  readonly file: string;
  readonly edits: readonly TextEdit[];
  readonly summary: string;
  /** `safe`: keeps what the test checks. `suggestion`: a person must look. */
  readonly safety: 'safe' | 'suggestion';
}
