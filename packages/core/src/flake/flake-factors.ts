import type { Attempt } from '../model/attempt.ts';
import { isExpected } from '../model/outcome.ts';
import type { Run } from '../model/run.ts';
import type { TestEntry, TestId } from '../model/test.ts';
import { type ContingencyTable, believedOf, dependenceOf } from './contingency.ts';
import { type RatioEstimate, ratioEstimateOf } from './incomplete-beta.ts';

/** A circumstance of an attempt that may decide whether a flaky test fails. */
export interface FlakeFactor {
  readonly name: string;
  /** The value in words; undefined when the attempt does not tell. */
  valueOf(this: void, circumstances: Circumstances): string | undefined;
}

/** What is known of the surroundings of one attempt. */
interface Circumstances {
  readonly run: Run;
  readonly test: TestEntry;
  readonly attempt: Attempt;
  /** Place among the attempts of its worker in this run, 0 for the first to 1 for the last. */
  readonly placeInWorker: number;
}

/** A factor that shifts the failure rate of a test. */
export interface FactorFinding {
  /** The test that was asked about; attempts of the same test in other projects count, too. */
  readonly testId: TestId;
  readonly factor: string;
  /** Chance of so strong a dependence when there is none. */
  readonly pValue: number;
  /** Share of the uncertainty about the outcome that the factor takes away, 0 to 1. */
  readonly strength: number;
  /** Failure rate under each value, the highest first. */
  readonly values: readonly {
    readonly value: string;
    readonly failed: number;
    readonly attempts: number;
    readonly failureRatio: RatioEstimate;
  }[];
}

/** Every circumstance that is looked at. */
export const flakeFactors: readonly FlakeFactor[] = [
  {
    name: 'browser',
    valueOf: ({ run, test }) => run.projects.find(({ name }) => name === test.project)?.browser ?? test.project,
  },
  { name: 'operating system', valueOf: ({ run }) => run.facts.machine.os },
  { name: 'place', valueOf: ({ run }) => (run.facts.ci ? 'continuous integration' : 'a local machine') },
  { name: 'Node', valueOf: ({ run }) => /^v?(\d+)/.exec(run.facts.machine.node)?.[1] },
  { name: 'time zone', valueOf: ({ run }) => run.facts.machine.timeZone },
  { name: 'shard', valueOf: ({ run }) => run.shard && `${run.shard.current}/${run.shard.total}` },
  { name: 'worker', valueOf: ({ attempt }) => String(attempt.parallelIndex) },
  { name: 'parallelism', valueOf: ({ run }) => (run.workers === undefined ? undefined : workersOf(run.workers)) },
  { name: 'order', valueOf: ({ placeInWorker }) => placeOf(placeInWorker) },
  { name: 'time of day (UTC)', valueOf: ({ attempt }) => quarterOf(new Date(attempt.startedAtMs).getUTCHours()) },
  { name: 'retry', valueOf: ({ attempt }) => (attempt.retry === 0 ? 'first try' : 'retry') },
];

function workersOf(count: number): string {
  return count === 1 ? '1 worker' : `${count} workers`;
}

function placeOf(place: number): string {
  if (place < 1 / 3) return 'early in its worker';
  return place < 2 / 3 ? 'in the middle' : 'late in its worker';
}

function quarterOf(hour: number): string {
  const from = Math.floor(hour / 6) * 6;
  return `${String(from).padStart(2, '0')}–${String(from + 6).padStart(2, '0')} h`;
}

export interface FactorPolicy {
  /** Most of the findings that may be chance, 0 to 1. */
  readonly falseDiscoveryRatio: number;
  /** Fewer failed attempts than this say nothing. */
  readonly leastFailures: number;
  /** Weaker dependences are not worth telling. */
  readonly leastStrength: number;
}

export const defaultFactorPolicy: FactorPolicy = { falseDiscoveryRatio: 0.05, leastFailures: 5, leastStrength: 0.05 };

/**
 * Finds the factors that shift the failure rate of the given tests, the strongest first. Of all tests and factors together, at most
 * the policy's share of what is found is expected to be chance (Benjamini & Hochberg). Skipped and interrupted attempts say nothing.
 * `random` gives numbers from 0 up to 1.
 */
export function findFlakeFactors(
  runs: readonly Run[],
  testIds: ReadonlySet<TestId>,
  random: () => number,
  policy: FactorPolicy = defaultFactorPolicy,
): readonly FactorFinding[] {
  const tables = tablesOf(runs, testIds);
  const candidates = [...tables].flatMap(([testId, ofTest]) =>
    [...ofTest].flatMap(([factor, byValue]): FactorFinding[] => {
      const table: ContingencyTable = [...byValue.values()];
      const failed = table.reduce((sum, [, count]) => sum + count, 0);
      if (table.length < 2 || failed < policy.leastFailures) return [];
      return [{ testId, factor, ...dependenceOf(table, random), values: valuesOf(byValue) }];
    }),
  );
  const believed = believedOf(
    candidates.map(({ pValue }) => pValue),
    policy.falseDiscoveryRatio,
  );
  return candidates
    .filter(({ strength }, index) => believed[index] === true && strength >= policy.leastStrength)
    .sort((a, b) => b.strength - a.strength);
}

/** A test without its project, so that browsers can be compared. */
function titleKeyOf({ runner, file, titlePath, ordinal = 0 }: TestEntry): string {
  return [runner, file, ordinal, ...titlePath].join('\u001E');
}

/** The test asked about that each test id stands for. */
function askedOf(runs: readonly Run[], testIds: ReadonlySet<TestId>): ReadonlyMap<TestId, TestId> {
  const tests = new Map(runs.flatMap((run) => run.tests.map((test) => [test.id, test])));
  const asked = new Map<string, TestId>();
  for (const id of [...testIds].sort().reverse()) {
    const test = tests.get(id);
    if (test) asked.set(titleKeyOf(test), id);
  }
  return new Map(
    [...tests].flatMap(([id, test]) => {
      const suspect = asked.get(titleKeyOf(test));
      return suspect === undefined ? [] : [[id, suspect]];
    }),
  );
}

type Tables = ReadonlyMap<TestId, ReadonlyMap<string, ReadonlyMap<string, readonly [number, number]>>>;

function tablesOf(runs: readonly Run[], testIds: ReadonlySet<TestId>): Tables {
  const tables = new Map<TestId, Map<string, Map<string, [number, number]>>>();
  const asked = askedOf(runs, testIds);
  for (const circumstances of runs.flatMap((run) => circumstancesOf(run, asked))) {
    const { test, attempt } = circumstances;
    const failed = !isExpected(test, attempt);
    const id = asked.get(test.id) ?? test.id;
    const ofTest = tables.get(id) ?? new Map<string, Map<string, [number, number]>>();
    tables.set(id, ofTest);
    for (const { name, valueOf } of flakeFactors) {
      const value = valueOf(circumstances);
      if (value === undefined) continue;
      const ofFactor = ofTest.get(name) ?? new Map<string, [number, number]>();
      ofTest.set(name, ofFactor);
      const [passes, failures] = ofFactor.get(value) ?? [0, 0];
      ofFactor.set(value, failed ? [passes, failures + 1] : [passes + 1, failures]);
    }
  }
  return tables;
}

function circumstancesOf(run: Run, asked: ReadonlyMap<TestId, TestId>): Circumstances[] {
  const tests = new Map(run.tests.filter(({ id }) => asked.has(id)).map((test) => [test.id, test]));
  const byWorker = Map.groupBy(run.attempts, ({ workerIndex }) => workerIndex);
  return [...byWorker.values()].flatMap((attempts) =>
    attempts.flatMap((attempt, index) => {
      const test = tests.get(attempt.testId);
      const tells = attempt.status !== 'skipped' && attempt.status !== 'interrupted';
      return test && tells ? [{ run, test, attempt, placeInWorker: index / Math.max(1, attempts.length - 1) }] : [];
    }),
  );
}

function valuesOf(byValue: ReadonlyMap<string, readonly [number, number]>): FactorFinding['values'] {
  return [...byValue]
    .map(([value, [passes, failed]]) => ({
      value,
      failed,
      attempts: passes + failed,
      failureRatio: ratioEstimateOf(failed, passes + failed),
    }))
    .sort((a, b) => b.failureRatio.mean - a.failureRatio.mean);
}
