import { medianOf } from '../plan/median.ts';
import { rowOf } from './closed-form.ts';
import { type OutcomeRecord, emptyRecord } from './outcome-record.ts';
import type { SuiteMemory } from './suite-memory.ts';

/** A test that is to be ranked. */
export interface SuiteTest {
  readonly test: string;
  readonly family: string;
}

/** What is known of a test before a run, each a number that grows with the chance that it fails. */
export interface RankFeatures {
  /** Share of failures of its family, the last run counting half (EWMA, α = 0.5). */
  readonly recent: number;
  /** The same over a dozen runs (α = 0.2). */
  readonly dozen: number;
  /** Failures over runs of its family, with two more runs of the suite's own share. */
  readonly rate: number;
  readonly last: number;
  readonly secondLast: number;
  readonly thirdLast: number;
  /** How much the six tests failed lately that stand next to it, nearer ones counting more. */
  readonly neighbours: number;
  /** How often it failed before together with those that failed in the last run, ln(1 + share). */
  readonly together: number;
  /** 1 for a test that never ran. */
  readonly isNew: number;
  readonly flips: number;
  /** 1 when its family failed in its last run, 1/2 one run later … */
  readonly afterglow: number;
  /** Of the test itself, in its own project. */
  readonly ownRecent: number;
  readonly ownRate: number;
  readonly ownAfterglow: number;
  /** Runs of the suite in which its family was left out, ln(1 + n). */
  readonly gap: number;
  /** As `recent` and `afterglow`, a result at a time: which of its projects failed last. */
  readonly sequenceRecent: number;
  readonly sequenceAfterglow: number;
  /** How little is known of its family: the share that a prior of twenty runs has beside its own runs. 1 for a test that never ran. */
  readonly doubt: number;
}

/** A test with its features. */
export interface FeaturedTest extends SuiteTest {
  /** `RankFeatures` as `rowOf` gives them. */
  readonly row: Float64Array;
  /** What it is expected to take in relation to the run's median test; 1 when nothing is known. */
  readonly relativeDuration: number;
}

/** After so many runs half of the doubt is left. */
const doubtedRuns = 20;

const neighbourDistance = 3;

/** Looks each test up in the memory. The tests are those of one run. `families`: as for `rankFeaturesOf`. */
export function featuresOf(
  tests: readonly SuiteTest[],
  memory: SuiteMemory,
  families: readonly string[],
): readonly FeaturedTest[] {
  const durations = new Map(
    families.map((family) => [family, medianOf(memory.families.get(family)?.durationsMs ?? [])]),
  );
  const usual = medianOf(tests.flatMap(({ family }) => durations.get(family) ?? []));
  const features = rankFeaturesOf(tests, memory, families);
  return tests.map((one, index) => ({
    ...one,
    row: rowOf(features[index] ?? featuresOfOne(one, memory, 0, 0)),
    relativeDuration: relativeTo(usual, durations.get(one.family)),
  }));
}

/** The features alone, in the order of the tests. `families`: those of the tests, each once, in the order of names (`compareNames`). */
export function rankFeaturesOf(
  tests: readonly SuiteTest[],
  memory: SuiteMemory,
  families: readonly string[],
): readonly RankFeatures[] {
  const neighbours = neighboursOf(families, memory);
  const shared = failuresSharedWithLast(memory);
  return tests.map((one) => featuresOfOne(one, memory, neighbours.get(one.family) ?? 0, shared.get(one.family) ?? 0));
}

function featuresOfOne(
  { test, family }: SuiteTest,
  memory: SuiteMemory,
  neighbours: number,
  sharedFailures: number,
): RankFeatures {
  const known = memory.families.get(family);
  const own = memory.tests.get(test) ?? emptyRecord();
  const sequence = memory.sequences.get(family) ?? emptyRecord();
  const share = memory.newTestFailShare;
  const meanOf = ({ runs, recent }: OutcomeRecord): number => (runs === 0 ? share : recent.half);
  const rateOf = ({ runs, failures }: OutcomeRecord): number => (failures + 2 * memory.failShare) / (runs + 2);
  const record = known ?? emptyRecord();
  return {
    recent: meanOf(record),
    dozen: known ? known.recent.fifth : share,
    rate: rateOf(record),
    last: known ? (known.last[0] ?? 0) : share,
    secondLast: record.last[1] ?? 0,
    thirdLast: record.last[2] ?? 0,
    neighbours,
    together: Math.log1p(sharedFailures / (record.failures + 2)),
    isNew: known ? 0 : 1,
    flips: record.flips,
    afterglow: afterglowOf(record),
    ownRecent: meanOf(own),
    ownRate: rateOf(own),
    ownAfterglow: afterglowOf(own),
    gap: known ? Math.log1p(memory.runs - known.lastRun) : 0,
    sequenceRecent: meanOf(sequence),
    sequenceAfterglow: afterglowOf(sequence),
    doubt: doubtedRuns / (doubtedRuns + record.runs),
  };
}

function afterglowOf({ runs, runsSinceFailure }: OutcomeRecord): number {
  return runs === 0 ? 0 : 1 / (1 + runsSinceFailure);
}

/** How often each family failed together with those that failed in the last run. Counts are the same from both sides. */
function failuresSharedWithLast({ together, lastFailed }: SuiteMemory): ReadonlyMap<string, number> {
  const shared = new Map<string, number>();
  for (const failed of lastFailed)
    for (const [other, count] of together.get(failed) ?? []) shared.set(other, (shared.get(other) ?? 0) + count);
  return shared;
}

function neighboursOf(families: readonly string[], memory: SuiteMemory): ReadonlyMap<string, number> {
  const recent = families.map((family) => memory.families.get(family)?.recent.half);
  return new Map(
    families.map((family, index) => {
      let sum = 0;
      let weights = 0;
      for (let distance = 1; distance <= neighbourDistance; distance += 1)
        for (const value of [recent[index - distance], recent[index + distance]]) {
          if (value === undefined) continue;
          sum += value / distance;
          weights += 1 / distance;
        }
      return [family, weights === 0 ? 0 : sum / weights];
    }),
  );
}

function relativeTo(usual: number | undefined, duration: number | undefined): number {
  return usual !== undefined && usual > 0 && duration !== undefined ? duration / usual : 1;
}
