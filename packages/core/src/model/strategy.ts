import type { WorkerChoice } from '../workers/worker-choice.ts';
import type { RunnerName, TestId } from './test.ts';

export type Priority = 'Critical' | 'High' | 'Medium' | 'Low';

/** What a plan can aim at: what matters most first, the first failure soon, the most failures within a budget, or risk covered. */
export type ObjectiveName = 'priority' | 'first-failure' | 'failures' | 'risk';

/** A reason for a test's risk, with what it rests on. */
export interface RiskFactor {
  /** Name of the rule in the registry: `complexity`, `business-impact`, `change-frequency`, `failure-history` … */
  readonly name: string;
  /** 0 (no risk) to 1. */
  readonly score: number;
  /** Share of this factor in the total; the weights of a test's factors add up to 1. */
  readonly weight: number;
  /** One sentence with the facts. */
  readonly evidence: string;
}

/** One test in a strategy. */
export interface PlannedTest {
  readonly testId: TestId;
  readonly runner: RunnerName;
  readonly project: string;
  readonly file: string;
  readonly line?: number;
  readonly titlePath: readonly string[];
  readonly type: 'e2e' | 'api' | 'unit' | 'integration';
  readonly priority: Priority;
  /** 0 to 1: the weighted sum of the factors. */
  readonly risk: number;
  readonly riskFactors: readonly RiskFactor[];
  readonly service?: string;
  readonly module?: string;
  readonly endpoint?: string;
  readonly method?: string;
  /** Tests that must run before this one (setup projects, serial groups). */
  readonly dependencies: readonly TestId[];
  readonly estimatedDurationMs: number;
  /** `history`: median of recorded durations; `default`: nothing recorded yet. */
  readonly estimateFrom: 'history' | 'default';
  readonly tags: readonly string[];
  /** How probably it fails in its next run, 0–1. Absent without history. */
  readonly failProbability?: number;
  /** How much of that would be a flake rather than a fault, 0–1. Absent for a test that never ran. */
  readonly failFlakeShare?: number;
  /** What moved the probability most, in words; the strongest first. */
  readonly failReasons?: readonly string[];
}

/** Tests that one worker runs one after the other; the groups run side by side. */
export interface ParallelGroup {
  readonly index: number;
  readonly testIds: readonly TestId[];
  readonly estimatedDurationMs: number;
}

export interface CoverageTarget {
  readonly service: string;
  /** Endpoints of the service, and how many of them the planned tests reach by request, name or import. */
  readonly endpointCount: number;
  readonly reachedCount: number;
  readonly targetRatio: number;
  /** The highest priority of the tests that aim at the service; absent when none does. */
  readonly priority?: Priority;
}

/** A known test that is not planned, with enough to recognise it in a run. */
export interface LeftOutTest extends Pick<PlannedTest, 'testId' | 'runner' | 'project' | 'file' | 'titlePath'> {
  /** `selection`: the change cannot reach it, which holds for the code that the plan was made for and no other. */
  readonly cause: 'budget' | 'services' | 'selection';
  /** A few words, which follow "left out:". */
  readonly reason: string;
}

/** What a plan was made for, so that whoever follows it later can tell whether it still holds. */
export interface PlanOrigin {
  /** Commit and uncommitted changes as one digest; absent without git. */
  readonly codeState?: string;
  /** Digests of the test files' contents by path, relative to the root. */
  readonly testFiles: Readonly<Record<string, string>>;
}

/** What is known of the chance that a selection misses a failure. */
export interface MissBound {
  /** Upper limit, 0 to 1, of the chance that at least one skipped test would have failed; 1 when nothing is known. */
  readonly most: number;
  /** How sure that limit is, such as 0.95. */
  readonly confidence: number;
  /** One sentence: what it rests on. */
  readonly evidence: string;
}

/** A test with the reason why it was chosen or skipped. */
export interface ReasonedTest {
  readonly testId: TestId;
  /** One sentence. */
  readonly reason: string;
  /** Probability that it fails, 0 to 1, when one is known. */
  readonly failureProbability?: number;
}

/** Which tests a change needs, and which were skipped. */
export interface StrategySelection {
  /** `safe`: what the change can reach. `predictive`: of these, those that are likely enough to fail. */
  readonly mode: 'safe' | 'predictive';
  /** The branch or commit that was compared with; absent when git's own idea of the branch was used. */
  readonly changedSince?: string;
  /** The commit that was compared with, and a digest of the modules that differ from it. */
  readonly base: string;
  readonly changeDigest: string;
  readonly changedFiles: readonly string[];
  /** All tests are planned all the same, and what the selection would have missed is recorded. */
  readonly observed: boolean;
  /** Why everything was selected. */
  readonly everything?: string;
  readonly selected: readonly ReasonedTest[];
  /** Titles and places of observed ones are among `testCases`. */
  readonly skipped: readonly (ReasonedTest & {
    readonly file: string;
    readonly titlePath: readonly string[];
    readonly estimatedDurationMs: number;
  })[];
  /** Tests that could be skipped and run by lot, so that what selections miss is known. */
  readonly heldOut: readonly { readonly testId: TestId; readonly failureProbability?: number }[];
  /** Share of the failures that a predictive selection is to find. */
  readonly recall?: number;
  readonly missBound: MissBound;
}

/** The stored, named result of planning. */
export interface TestStrategy {
  readonly format: 'millwright/strategy';
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly targetServices: readonly string[];
  /** True when every known test is planned: no service was chosen, and no budget left any out. */
  readonly wholeSuite: boolean;
  readonly testCases: readonly PlannedTest[];
  /** Test ids in the order in which they should start. */
  readonly executionOrder: readonly TestId[];
  readonly parallelGroups: readonly ParallelGroup[];
  /** For how many workers it was planned, and why. Absent in plans of before it was remembered. */
  readonly workers?: WorkerChoice;
  /** Sum of the estimates, and the time of the longest group. */
  readonly totalDurationMs: number;
  readonly wallDurationMs: number;
  readonly coverageTargets: readonly CoverageTarget[];
  readonly budgetMs?: number;
  /** What it aims at, when that was asked for; `priority` otherwise. */
  readonly objective?: ObjectiveName;
  /** Tests that a budget left out, most important first. */
  readonly leftOut: readonly TestId[];
  /** Whose the fail probabilities are; absent without any. */
  readonly predictedBy?: 'rule' | 'learned';
  /** Every known test that is not planned, with its reason; absent when there is none. */
  readonly leftOutTests?: readonly LeftOutTest[];
  /** Files of which no test is planned and whose text names every test, so that they need not even be loaded. */
  readonly leftOutFiles?: readonly string[];
  readonly madeFor?: PlanOrigin;
  /** Present when tests were selected by a change. */
  readonly selection?: StrategySelection;
  /** What planning had to do without, in sentences. */
  readonly lacked: readonly string[];
}
