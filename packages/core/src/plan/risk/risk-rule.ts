import type { FlakeStats } from '../../flake/flake-stats.ts';
import type { PlanInput } from '../plan-input.ts';
import type { PlanSubject } from '../plan-subject.ts';
import type { NameLikeness } from './name-likeness.ts';

/** What the rules share: the input of the plan and what is computed once for all tests. */
export interface RiskFacts {
  readonly input: PlanInput;
  readonly statsByTest: ReadonlyMap<string, FlakeStats>;
  readonly criticalWords: Readonly<Record<string, number>>;
  readonly changedFiles: ReadonlySet<string>;
  /** How much a test is called like one of them. */
  readonly likenessToChange: (test: PlanSubject) => NameLikeness;
  /** Largest summed complexity that any test reaches; at least 1. */
  readonly maxComplexity: number;
  /** Largest decayed change count of any file; above 0. */
  readonly maxChurn: number;
  /** Largest decayed count of fixes of any file; 0 when no fix is known. */
  readonly maxFixes: number;
}

export interface RiskAssessment {
  /** 0 to 1. */
  readonly score: number;
  /** One sentence with the facts. */
  readonly evidence: string;
}

/** One reason for risk. One file per rule, listed in `registry.ts`. */
export interface RiskRule {
  readonly name: string;
  /** Share in the total when all rules can speak; those that cannot leave theirs to the others. */
  readonly weight: number;
  /** Undefined when the facts for it are missing. */
  assess(subject: PlanSubject, facts: RiskFacts): RiskAssessment | undefined;
}

export function clamped(score: number): number {
  return Math.min(1, Math.max(0, score));
}

/** A count on a logarithmic scale from 0 to 1. */
export function logShareOf(value: number, max: number): number {
  return max <= 0 ? 0 : clamped(Math.log1p(value) / Math.log1p(max));
}
