import type { ExecutedTest, GateResult, StressedTest, Verdict } from '../model/execution.ts';
import type { TestId } from '../model/test.ts';

/** The limits of the gate. A limit that is absent is not checked. */
export interface GateOptions {
  /** Unexpected tests that are tolerated; 0 by default. */
  readonly maxUnexpected?: number | undefined;
  /** Largest tolerated share of flaky among the executed tests; below it flaky tests only warn. 0 to 1. */
  readonly maxFlakyRatio?: number | undefined;
  /** Smallest share of good (expected or flaky) among the executed tests. 0 to 1. */
  readonly minPassRatio?: number | undefined;
  /** Wall time. */
  readonly maxDurationMs?: number | undefined;
  /** Tests that must have been executed at least; 1 by default, for a gate over nothing must not be green. */
  readonly minTests?: number | undefined;
  /** Whether planned tests that never ran fail the gate. */
  readonly allowPending?: boolean | undefined;
  /** What a new or changed test means that failed when it was run again; `warn` by default, `off` to say nothing. */
  readonly newTestsAreStable?: 'off' | 'warn' | 'fail' | undefined;
}

/** What the gate judges. */
export interface GateInput {
  readonly tests: readonly Pick<ExecutedTest, 'testId' | 'outcome'>[];
  /** Wall time of the run or execution. */
  readonly durationMs?: number;
  /** Tests whose failures do not count. */
  readonly quarantined?: ReadonlySet<TestId>;
  /** New and changed tests that were run again. */
  readonly stressed?: readonly StressedTest[];
  readonly options?: GateOptions;
}

/** The same, counted once for all rules. */
export interface GateFacts {
  readonly options: GateOptions;
  readonly executed: number;
  readonly expected: number;
  readonly flaky: number;
  readonly unexpected: number;
  /** Unexpected, but quarantined. */
  readonly quarantinedUnexpected: number;
  readonly pending: number;
  readonly stressed: readonly StressedTest[];
  readonly durationMs?: number;
}

/** One rule of the gate. One file per rule in `rules/`, listed in `evaluate-gate.ts`. */
export interface GateRule {
  readonly name: string;
  /** What the rule asks for, in one sentence. */
  readonly description: string;
  /** Undefined when the rule has nothing to check. */
  evaluate(facts: GateFacts): Omit<GateResult, 'rule'> | undefined;
}

export interface GateVerdict {
  readonly verdict: Verdict;
  readonly results: readonly GateResult[];
}
