import type { Finding, Patch, TextEdit } from '@millwright/core';
import type { ts } from 'ts-morph';

import type { PatternContext } from './pattern-context.ts';

/** A place in a test file whose code is known to cause flakes. */
export interface PatternFinding extends Finding {
  /** Name of the pattern in the registry; the same as `kind`. */
  readonly pattern: string;
  /** Why this makes the outcome change, in one sentence; also the last line of the evidence. */
  readonly why: string;
  /** The page that explains the pattern, as a path in the project's repository. */
  readonly page: string;
  /** Titles of the test that holds the place; absent in hooks and shared code. */
  readonly testTitlePath?: readonly string[];
  /** A text edit that mends it, where one is known. */
  readonly fix?: Patch;
}

/** One occurrence, before it is told as a finding. */
export interface PatternHit {
  readonly node: ts.Node;
  /** Why this makes the outcome change, in one sentence. */
  readonly why: string;
  readonly advice: string;
  /** When it differs from the pattern's own. */
  readonly severity?: Finding['severity'];
  /** Lines from elsewhere that explain it: the helper that sleeps. */
  readonly evidence?: readonly string[];
  readonly fix?: { readonly edits: readonly TextEdit[]; readonly summary: string; readonly safety: Patch['safety'] };
}

/** A static code smell known to cause flakes. */
export interface FlakyPattern {
  readonly name: string;
  readonly severity: Finding['severity'];
  /** Finds every occurrence in one file. Looks at syntax only, so strings and comments never match. */
  find(context: PatternContext): PatternHit[];
}
