import type { PatternHit } from '../flaky-pattern.ts';

/** A repair of one finding: its edits, what they do, and whether they may be written without a person. */
export type Fix = NonNullable<PatternHit['fix']>;
