import { excludeOutages } from '../flake/outages.ts';
import { mayDiffer } from '../flake/same-code.ts';
import type { RunRef } from '../model/run.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import { flakeProofOf } from './flake-proof.ts';
import type { ForecastResolution, Truth, Forecast } from './forecast.ts';

/** Whether what changed between two commits runs under a test; undefined when that is not known. */
export type FixOverlap = (from: string, to: string, testId: TestId) => boolean | undefined;

export interface ResolveInput {
  readonly histories: readonly TestHistory[];
  readonly fixOverlap?: FixOverlap;
  readonly baseBranch?: string;
}

/**
 * Says of each open forecast what the failure was, if later runs tell; the others come back as they are. Pure: same histories, same
 * answer. Per test:
 * - a good run of the same clean commit: a flake, or the environment when the judged run was an outage;
 * - a good run on the same branch after failures on two or more states of the code: a fault, unless the change that ended them is known
 *   not to run under the test;
 * - a good run after a failure on one state only: a fault when the change is known to run under the test, a flake when it is known not
 *   to, the environment when the judged run was an outage, and nothing when neither is known.
 * The tests of a cause vote; without a majority the forecast stays open.
 */
export function resolveForecasts(forecasts: readonly Forecast[], input: ResolveInput): readonly Forecast[] {
  if (forecasts.every(({ resolution }) => resolution !== undefined)) return forecasts;
  const byTest = new Map(input.histories.map((history) => [history.test.id, history]));
  const outages = Map.groupBy(excludeOutages(input.histories).outages, ({ run }) => run.runId);
  const outageRuns = new Map(
    [...outages].map(([runId, list]) => [runId, new Set(list.map(({ signature }) => signature))] as const),
  );
  return forecasts.map((forecast) => {
    if (forecast.resolution !== undefined) return forecast;
    const resolution = resolutionOf(forecast, byTest, outageRuns, input);
    return resolution === undefined ? forecast : { ...forecast, resolution };
  });
}

interface TestTruth {
  readonly truth: Truth;
  readonly by: RunRef;
  readonly judged: Observation;
}

function resolutionOf(
  forecast: Forecast,
  byTest: ReadonlyMap<TestId, TestHistory>,
  outageRuns: ReadonlyMap<string, ReadonlySet<string>>,
  input: ResolveInput,
): ForecastResolution | undefined {
  const isOutage = outageRuns.get(forecast.runId)?.has(forecast.signature.split('-')[0] ?? '') === true;
  const truths = forecast.tests.flatMap((testId) => {
    const observations = byTest.get(testId)?.observations.filter(({ outcome }) => outcome !== 'skipped') ?? [];
    const truth = truthOf(forecast, testId, observations, { isOutage, fixOverlap: input.fixOverlap });
    return truth === undefined ? [] : [truth];
  });
  const votes = [...Map.groupBy(truths, ({ truth }) => truth)].toSorted((a, b) => b[1].length - a[1].length);
  const [first, second] = votes;
  const told = first?.[1][0];
  if (first === undefined || told === undefined || (second !== undefined && second[1].length === first[1].length))
    return undefined;
  const wasMine = wasMineOf(first[0], forecast, byTest, told.judged, input.baseBranch);
  return {
    truth: first[0],
    ...(wasMine === undefined ? {} : { wasMine }),
    runId: told.by.runId,
    at: told.by.startedAt,
  };
}

function truthOf(
  forecast: Forecast,
  testId: TestId,
  observations: readonly Observation[],
  known: KnownOfRun,
): TestTruth | undefined {
  const index = observations.findIndex(({ run, outcome }) => run.runId === forecast.runId && outcome === 'unexpected');
  const judged = observations[index];
  if (judged === undefined) return undefined;
  const proof = flakeProofOf(judged, observations);
  if (proof !== undefined) return { truth: known.isOutage ? 'environment' : 'flake', by: proof.run, judged };
  const branch = observations.slice(index).filter(({ run }) => run.branch === judged.run.branch);
  const end = branch.findIndex(({ outcome }) => outcome !== 'unexpected');
  const good = branch[end];
  // A pass on a retry ends a failure on its own code, and says nothing of what the failures before it were.
  if (good === undefined || good.outcome === 'flaky') return undefined;
  const truth = endedBy(branch.slice(0, end), good, testId, known);
  return truth && { truth, by: good.run, judged };
}

interface KnownOfRun {
  readonly isOutage: boolean;
  readonly fixOverlap: FixOverlap | undefined;
}

/** What failures were that a good run of other code ended. */
function endedBy(
  bad: readonly Observation[],
  good: Observation,
  testId: TestId,
  { isOutage, fixOverlap }: KnownOfRun,
): Truth | undefined {
  const last = bad.at(-1)?.run ?? good.run;
  const states = 1 + bad.slice(1).filter((one, at) => mayDiffer((bad[at] ?? one).run, one.run)).length;
  const overlap = overlapOf(last, good.run, testId, fixOverlap);
  if (states >= 2) return overlap === false ? undefined : 'fault';
  if (isOutage) return 'environment';
  return overlap === undefined ? undefined : overlap ? 'fault' : 'flake';
}

function overlapOf(from: RunRef, to: RunRef, testId: TestId, fixOverlap: FixOverlap | undefined): boolean | undefined {
  if (from.commit === undefined || to.commit === undefined || from.dirty === true || to.dirty === true)
    return undefined;
  return fixOverlap?.(from.commit, to.commit, testId);
}

/** A flake and the environment are nobody's. A fault is of the change under test unless the base branch failed alike before it. */
function wasMineOf(
  truth: Truth,
  forecast: Forecast,
  byTest: ReadonlyMap<TestId, TestHistory>,
  judged: Observation,
  baseBranch: string | undefined,
): boolean | undefined {
  if (truth !== 'fault') return false;
  if (baseBranch === undefined || judged.run.branch === undefined || judged.run.branch === baseBranch) return undefined;
  const signatures = new Set(forecast.signatures ?? [forecast.signature]);
  const onBase = forecast.tests.flatMap(
    (testId) =>
      byTest
        .get(testId)
        ?.observations.filter(({ run }) => run.branch === baseBranch)
        .slice(-20) ?? [],
  );
  if (onBase.length === 0) return undefined;
  return !onBase.some(
    ({ outcome, signature, run }) =>
      outcome === 'unexpected' &&
      signature !== undefined &&
      signatures.has(signature) &&
      run.startedAt <= judged.run.startedAt,
  );
}
