import type { FileDifference, SelectableTest, SelectionFacts } from './selection-facts.ts';

/** What a rule says of one changed file. Sentences. */
export type ChangeVerdict =
  | { readonly everything: string }
  /** Why a test has to run, or undefined when this change does not concern it. */
  | { readonly concerns: (test: SelectableTest) => string | undefined }
  /** No test can notice it, and why. */
  | { readonly nothing: string };

/** One reason that a changed file is understood. One file per rule, listed in `registry.ts`. */
export interface ChangeRule {
  readonly name: string;
  /** Undefined when the rule does not know such files. */
  assess(change: FileDifference, facts: SelectionFacts): ChangeVerdict | undefined;
}

/** One reason to run a test whatever changed. One file per rule, listed in `registry.ts`. */
export interface TestRule {
  readonly name: string;
  /** Why the test has to run, as a sentence; undefined when the rule does not ask for it. */
  demand(test: SelectableTest, facts: SelectionFacts): string | undefined;
}
