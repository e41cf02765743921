import type { CauseClass } from '../cause/cause.ts';
import type { CodeChange } from '../localisation/code-change.ts';
import type { RunRef } from '../model/run.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { RunnerName, TestId } from '../model/test.ts';

/** Everything that the judgement of one cause in one run may use. */
export interface OriginInput {
  readonly cause: CauseClass;
  /** All signatures of its failures. */
  readonly signatures: ReadonlySet<string>;
  readonly tests: readonly JudgedTest[];
  /** Where the code stood. */
  readonly run: JudgedRun;
  /** What was seen of these tests before the run, runs of outages left out. */
  readonly past: readonly TestHistory[];
  /** What the judged runs say of these tests; empty when the history does not hold them. */
  readonly current: readonly TestHistory[];
  readonly judgedRunIds: ReadonlySet<string>;
  /** Everything remembered of every test, outages and later runs included. */
  readonly histories: ReadonlyMap<TestId, TestHistory>;
  /** Those of them in which one of the signatures was ever seen; others among them do no harm. */
  readonly alike: readonly TestHistory[];
  readonly executedTests: number;
  /** Tests that failed for whatever cause. */
  readonly failedTests: number;
  /** Tests that failed in an earlier run, on average; absent without earlier runs. */
  readonly usualFailedTests?: number;
  /** Tests of the same files that were executed and failed for another cause. */
  readonly failedNeighbours: number;
  readonly surroundings: Surroundings;
}

export interface JudgedTest {
  readonly testId: TestId;
  readonly runner: RunnerName;
  readonly file: string;
  readonly outcome: 'unexpected' | 'flaky';
}

export type JudgedRun = Pick<RunRef, 'commit' | 'branch' | 'dirty' | 'startedAt'>;

/** What stands around a run: its change, and what its tests reach. All parts are absent where nothing could be read. */
interface Surroundings {
  /** The branch that changes go to, such as `main`. */
  readonly baseBranch?: string;
  /** Files that this branch and the working tree change against the base; posix, relative to the project root. */
  readonly ownFiles?: readonly string[];
  /** What changed since these tests were last good, up to the run. */
  readonly change?: CodeChange;
  /** What each test executes or imports. */
  readonly reach?: ReadonlyMap<TestId, TestReach>;
}

export interface TestReach {
  readonly files: readonly string[];
  /** `executed` by counters, `imported` by the module graph. */
  readonly precision: 'executed' | 'imported';
}
