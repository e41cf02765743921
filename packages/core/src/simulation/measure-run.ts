import type { TestId } from '../model/test.ts';
import { selectWithinBudget } from '../plan/budget.ts';
import { type PlayedOrder, bestPlayOf, playOrder } from './play-order.ts';
import type { ReplayedResult } from './replayed-run.ts';
import type { SimulatedStrategy } from './simulated-strategy.ts';
import type { Candidate } from './suite-past.ts';

/** What a strategy would have made of one run. */
export interface RunMeasure {
  /** Absent when nothing failed. */
  readonly failures?: {
    readonly firstMs: number;
    readonly allMs: number;
    /** How many would have been known more than a second sooner, and later, than in the order as recorded. */
    readonly sooner: number;
    readonly later: number;
  };
  /** Absent without a budget. */
  readonly budget?: {
    readonly found: number;
    readonly missed: number;
    /** Test time that would have been spent. */
    readonly spentMs: number;
  };
}

/** How a run is to be played. */
export interface PlayTerms {
  readonly workers: number;
  /** Wall time; undefined: everything runs. */
  readonly budgetMs: number | undefined;
  readonly isFailure: (result: ReplayedResult) => boolean;
}

/** A run with what was known before it. `results` and `candidates` are in the order in which the tests ran. */
export interface MeasuredRun {
  readonly results: readonly ReplayedResult[];
  readonly candidates: readonly Candidate[];
  readonly byId: ReadonlyMap<TestId, ReplayedResult>;
  /** When each failure was known in the order as recorded. */
  readonly recorded: ReadonlyMap<ReplayedResult, number>;
}

/** A run ready to be measured. */
export function measuredRunOf(
  results: readonly ReplayedResult[],
  candidates: readonly Candidate[],
  terms: PlayTerms,
): MeasuredRun {
  const byId = new Map(results.map((result) => [result.test.testId, result]));
  return { results, candidates, byId, recorded: failuresOf(results, terms).byTest };
}

/** What became of each failure of a run. */
export interface FailureFate {
  readonly result: ReplayedResult;
  readonly laterMs: number;
  readonly missed: boolean;
}

/** Differences that nobody notices. */
const noticedMs = 1000;

/** Measures one order of a run. */
export function measureOrder(
  order: readonly TestId[],
  strategy: SimulatedStrategy,
  run: MeasuredRun,
  terms: PlayTerms,
): { readonly measure: RunMeasure; readonly fates: readonly FailureFate[] } {
  const ordered = order.map((id) => run.byId.get(id)).filter((result) => result !== undefined);
  const played = failuresOf(ordered, terms);
  const taken = terms.budgetMs === undefined ? undefined : takenOf(order, strategy, run, terms.budgetMs, terms.workers);
  const fates = [...played.byTest].map(([result, atMs]): FailureFate => ({
    result,
    laterMs: atMs - (run.recorded.get(result) ?? atMs),
    missed: taken !== undefined && !taken.has(result.test.testId),
  }));
  return { measure: { ...timesOf(played.order, fates), ...budgetOf(run, taken, fates) }, fates };
}

/** What an order would have made of a run that knows beforehand what fails: nothing can be better. */
export function measureIdeal(run: MeasuredRun, terms: PlayTerms): RunMeasure {
  const failed = run.results.filter(terms.isFailure);
  const best = bestPlayOf(playedOf(run.results, terms), terms.workers);
  const sooner = [...run.recorded.values()].filter((atMs) => atMs - best.firstFailureMs > noticedMs).length;
  const times = { firstMs: best.firstFailureMs, allMs: best.allFailuresMs, sooner, later: 0 };
  const failures = failed.length === 0 ? {} : { failures: times };
  if (terms.budgetMs === undefined) return failures;
  const estimates = new Map(run.candidates.map((one) => [one.testId, one.estimatedDurationMs]));
  const quickest = failed.toSorted((a, b) => (estimates.get(a.test.testId) ?? 0) - (estimates.get(b.test.testId) ?? 0));
  let leftMs = terms.budgetMs * terms.workers;
  const fitting = quickest.filter(({ test }, index) => {
    leftMs -= estimates.get(test.testId) ?? 0;
    return leftMs >= 0 || index === 0;
  });
  const spentMs = fitting.reduce((sum, result) => sum + result.spentMs, 0);
  return { ...failures, budget: { found: fitting.length, missed: failed.length - fitting.length, spentMs } };
}

/** The mean of measures of one run. */
export function meanMeasureOf(measures: readonly RunMeasure[]): RunMeasure {
  const [first] = measures;
  if (measures.length <= 1 || !first) return first ?? {};
  const meanOf = (valueOf: (measure: RunMeasure) => number | undefined): number =>
    measures.reduce((sum, measure) => sum + (valueOf(measure) ?? 0), 0) / measures.length;
  return {
    ...(first.failures && {
      failures: {
        firstMs: meanOf(({ failures }) => failures?.firstMs),
        allMs: meanOf(({ failures }) => failures?.allMs),
        sooner: meanOf(({ failures }) => failures?.sooner),
        later: meanOf(({ failures }) => failures?.later),
      },
    }),
    ...(first.budget && {
      budget: {
        found: meanOf(({ budget }) => budget?.found),
        missed: meanOf(({ budget }) => budget?.missed),
        spentMs: meanOf(({ budget }) => budget?.spentMs),
      },
    }),
  };
}

function failuresOf(
  ordered: readonly ReplayedResult[],
  terms: PlayTerms,
): { readonly order: PlayedOrder; readonly byTest: ReadonlyMap<ReplayedResult, number> } {
  const order = playOrder(playedOf(ordered, terms), terms.workers);
  const failed = ordered.filter(terms.isFailure);
  return { order, byTest: new Map(failed.map((result, index) => [result, order.failedAtMs[index] ?? 0])) };
}

function playedOf(results: readonly ReplayedResult[], { isFailure }: PlayTerms) {
  return results.map((result) => ({ failed: isFailure(result), spentMs: result.spentMs }));
}

function timesOf(
  { firstFailureMs, allFailuresMs }: PlayedOrder,
  fates: readonly FailureFate[],
): Pick<RunMeasure, 'failures'> {
  if (fates.length === 0) return {};
  const sooner = fates.filter(({ laterMs }) => laterMs < -noticedMs).length;
  const later = fates.filter(({ laterMs }) => laterMs > noticedMs).length;
  return { failures: { firstMs: firstFailureMs, allMs: allFailuresMs, sooner, later } };
}

function budgetOf(
  { results }: MeasuredRun,
  taken: ReadonlySet<TestId> | undefined,
  fates: readonly FailureFate[],
): Pick<RunMeasure, 'budget'> {
  if (!taken) return {};
  const missed = fates.filter((fate) => fate.missed).length;
  const spentMs = results.reduce((sum, { test, spentMs }) => sum + (taken.has(test.testId) ? spentMs : 0), 0);
  return { budget: { found: fates.length - missed, missed, spentMs } };
}

/** The tests that a plan within the budget would have run. */
function takenOf(
  order: readonly TestId[],
  { worth }: SimulatedStrategy,
  { candidates }: MeasuredRun,
  budgetMs: number,
  workers: number,
): ReadonlySet<TestId> {
  const places = new Map(order.map((id, index) => [id, index]));
  const worthOf = worth ?? (({ testId }: Candidate): number => -(places.get(testId) ?? 0));
  const { selected } = selectWithinBudget(candidates, { budgetMs, workers }, worthOf);
  return new Set(selected.map(({ testId }) => testId));
}
