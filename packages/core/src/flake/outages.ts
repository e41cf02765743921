import type { RunRef } from '../model/run.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import { defaultFlakePolicy, type FlakePolicy } from './flake-policy.ts';
import { type MassFailure, findMassFailures } from './mass-failures.ts';
import { codesOf } from './same-code.ts';

/** A run in which one cause took many tests down, and which passed by: it says something of the environment, nothing of the tests. */
export type Outage = Omit<MassFailure, 'tests'>;

export interface OutageGuard {
  /** The histories without the observations of outage runs. */
  readonly histories: readonly TestHistory[];
  /** What was left out, oldest first. */
  readonly outages: readonly Outage[];
}

/**
 * Leaves out of flake statistics the runs of outages: one signature failed more than max(5, 20 %) of the executed tests, and most of
 * these tests were good again in their next run of the same branch and environment, after at most `outageMaxRuns` such runs in a row or on
 * the very code. Of a mass failure that is the newest run nobody knows yet, and it is left out as well; one that goes on is no outage but
 * a break, and counts.
 */
export function excludeOutages(
  histories: readonly TestHistory[],
  policy: FlakePolicy = defaultFlakePolicy,
): OutageGuard {
  const outages = outagesOf(histories, policy);
  if (outages.length === 0) return { histories, outages };
  const excluded = new Set(outages.map((outage) => outage.run.runId));
  return {
    outages,
    histories: histories.map((history) => ({
      ...history,
      observations: history.observations.filter(({ run }) => !excluded.has(run.runId)),
    })),
  };
}

function outagesOf(histories: readonly TestHistory[], policy: FlakePolicy): readonly Outage[] {
  const failures = findMassFailures(histories, policy);
  if (failures.length === 0) return [];
  const followers = followersOf(histories);
  const byKey = new Map(failures.map((failure) => [keyOf(failure.run.runId, failure.signature), failure]));
  const next = new Map(failures.map((failure) => [failure, nextOf(failure, followers, byKey)]));
  const continued = new Set([...next.values()].flatMap(({ failure }) => failure ?? []));
  return failures
    .filter((failure) => !continued.has(failure))
    .flatMap((first) => {
      const row = rowFrom(first, next);
      return passesBy(row, next, policy) ? row : [];
    })
    .map(({ tests: _tests, ...outage }) => outage)
    .sort((a, b) => a.run.startedAt.localeCompare(b.run.startedAt) || a.run.runId.localeCompare(b.run.runId));
}

/** What came after a mass failure: the same one again, or a run in which its tests were good or not. */
interface Next {
  readonly failure?: MassFailure;
  readonly run?: RunRef;
  readonly isGood: boolean;
}

function nextOf(
  failure: MassFailure,
  followers: (testId: TestId, runId: string) => Observation | undefined,
  byKey: ReadonlyMap<string, MassFailure>,
): Next {
  const after = failure.tests.flatMap((testId) => followers(testId, failure.run.runId) ?? []);
  const first = after.toSorted((a, b) => a.run.startedAt.localeCompare(b.run.startedAt))[0]?.run;
  if (first === undefined) return { isGood: false };
  const there = after.filter(({ run }) => run.runId === first.runId);
  const good = there.filter(({ outcome }) => outcome !== 'unexpected').length;
  const again = byKey.get(keyOf(first.runId, failure.signature));
  return { run: first, isGood: good * 2 > there.length, ...(again === undefined ? {} : { failure: again }) };
}

function rowFrom(first: MassFailure, next: ReadonlyMap<MassFailure, Next>): readonly MassFailure[] {
  const row: MassFailure[] = [];
  const seen = new Set<MassFailure>();
  for (let at: MassFailure | undefined = first; at !== undefined && !seen.has(at); at = next.get(at)?.failure) {
    row.push(at);
    seen.add(at);
  }
  return row;
}

function passesBy(
  row: readonly MassFailure[],
  next: ReadonlyMap<MassFailure, Next>,
  { outageMaxRuns }: FlakePolicy,
): boolean {
  const last = row.at(-1);
  const ending = last && next.get(last);
  if (last === undefined || ending === undefined) return false;
  // A retry of an execution is a run of its own, and no second witness.
  const times = new Set(row.map(({ run }) => run.executionId ?? run.runId)).size;
  if (ending.run === undefined) return times === 1;
  if (!ending.isGood) return false;
  const codes = codesOf(ending.run);
  return times <= outageMaxRuns || codesOf(last.run).some((code) => codes.includes(code));
}

/** For a test and a run, what the test showed next on the same branch and in the same environment. */
function followersOf(histories: readonly TestHistory[]): (testId: TestId, runId: string) => Observation | undefined {
  const byTest = new Map(histories.map(({ test, observations }) => [test.id, observations]));
  const places = new Map<TestId, ReadonlyMap<string, number>>();
  const placesOf = (testId: TestId): ReadonlyMap<string, number> => {
    const known = places.get(testId);
    if (known !== undefined) return known;
    const made = new Map(byTest.get(testId)?.map(({ run }, index) => [run.runId, index]));
    places.set(testId, made);
    return made;
  };
  return (testId, runId) => {
    const observations = byTest.get(testId) ?? [];
    const index = placesOf(testId).get(runId);
    const here = index === undefined ? undefined : observations[index];
    if (here === undefined || index === undefined) return undefined;
    return observations.find(
      (other, at) => at > index && other.outcome !== 'skipped' && isSamePlace(other.run, here.run),
    );
  };
}

function isSamePlace(a: RunRef, b: RunRef): boolean {
  return a.branch === b.branch && a.environment === b.environment;
}

function keyOf(runId: string, signature: string): string {
  return `${runId} ${signature}`;
}
