import type { Endpoint, StaticTest, StaticTestFile } from '../model/manifest.ts';
import type { PlannedTest } from '../model/strategy.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { RunnerName, TestId } from '../model/test.ts';
import type { RequestedEndpoint } from './requested-endpoints.ts';

/** A test that may be planned, with what the source text and the history know of it. */
export interface KnownTest {
  readonly testId: TestId;
  readonly runner: RunnerName;
  readonly project: string;
  readonly file: string;
  readonly line?: number;
  readonly titlePath: readonly string[];
  readonly tags: readonly string[];
  readonly static?: StaticTest;
  readonly staticFile?: StaticTestFile;
  readonly history?: TestHistory;
}

/** What a test aims at, as far as it can be told. */
export interface TestAim {
  readonly type: PlannedTest['type'];
  readonly service?: string;
  readonly module?: string;
  readonly endpoint?: Endpoint;
  /** Every endpoint that the source text shows requests to, those of fixtures and hooks among them. */
  readonly requested: readonly RequestedEndpoint[];
}

/** Everything the risk rules look at for one test. */
export interface PlanSubject extends KnownTest {
  readonly aim: TestAim;
  /** Source files it executes or imports; undefined when nobody knows. */
  readonly reaches?: readonly string[];
  readonly reachesFrom?: 'coverage' | 'imports';
}
