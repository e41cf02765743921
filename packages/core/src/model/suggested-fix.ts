import type { Patch } from './finding.ts';
import type { SourceLocation } from './test.ts';

/**
 * What may go wrong when a suggestion is followed. `low`: a mechanical edit of test code that keeps what is asserted. `medium`: a
 * person has to look, for it may not be what is meant. `high`: it changes what the test accepts, and may hide a fault.
 */
export type FixRisk = 'low' | 'medium' | 'high';

/** One thing to do about a cause of failures, as concrete as the failure and the source allow. */
export interface SuggestedFix {
  /** The rule that suggests it. */
  readonly kind: string;
  /** What to do, in one or two sentences. */
  readonly summary: string;
  readonly risk: FixRisk;
  /** Where. */
  readonly location?: SourceLocation;
  /** What it rests on, in sentences. */
  readonly evidence: readonly string[];
  /** The command that does it, or shows what is to be judged. */
  readonly command?: string;
  /** The edit, where it is mechanical. */
  readonly patch?: Patch;
}
