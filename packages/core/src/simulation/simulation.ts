import {
  type FailureFate,
  type MeasuredRun,
  type PlayTerms,
  type RunMeasure,
  meanMeasureOf,
  measureIdeal,
  measureOrder,
  measuredRunOf,
} from './measure-run.ts';
import type { ReplayedRun } from './replayed-run.ts';
import { type SimulatedStrategy, idealName, simulatedStrategies } from './simulated-strategy.ts';
import type { MeasuredRunLog, SimulationOptions } from './simulation-options.ts';
import { type SimulationReport, simulationReportOf } from './simulation-report.ts';
import { type Candidate, SuitePast } from './suite-past.ts';

/**
 * Replays a history run by run under every strategy. Each run is ordered by what was known when it began, which is what runs told that had
 * ended by then, so that no order can use the future. Tell it the runs in the order in which they began. Deterministic.
 */
export class Simulation {
  readonly #options: SimulationOptions;
  readonly #past: SuitePast;
  readonly #log: MeasuredRunLog[] = [];
  readonly #fates: FailureFate[] = [];
  /** Runs that were told and had not ended when the newest of them began; sorted by their ends. */
  #unknownYet: readonly ReplayedRun[] = [];
  #pastRuns = 0;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#past = new SuitePast(options.criticalWords);
  }

  /** Measures a run, and learns from it once it is over. */
  addRun(run: ReplayedRun): void {
    this.#learnUntil(Date.parse(run.startedAt));
    const failureCount = run.results.filter((result) => this.#isFailure(result)).length;
    const { budgetMs, budgetRatio } = this.#options;
    const isBudgeted = budgetMs !== undefined || budgetRatio !== undefined;
    // What no failure and no budget tells apart needs no order.
    const measures = failureCount > 0 || isBudgeted ? this.#measure(run) : new Map<string, RunMeasure>();
    const spentMs = run.results.reduce((sum, result) => sum + result.spentMs, 0);
    this.#log.push({ startedAt: run.startedAt, failureCount, spentMs, measures });
    this.#keep(run);
  }

  /** Only learns from a run: one that came before those that are asked for, or that shows a part of the suite. */
  addPast(run: ReplayedRun): void {
    this.#learnUntil(Date.parse(run.startedAt));
    this.#pastRuns += 1;
    this.#keep(run);
  }

  /** What was found so far. */
  report(): SimulationReport {
    return simulationReportOf(this.#log, this.#fates, { ...this.#options, pastRuns: this.#pastRuns });
  }

  #keep(run: ReplayedRun): void {
    this.#unknownYet = [...this.#unknownYet, run].sort((a, b) => a.endedAtMs - b.endedAtMs);
  }

  #learnUntil(timeMs: number): void {
    for (const run of this.#unknownYet) if (run.endedAtMs <= timeMs) this.#past.addRun(run);
    this.#unknownYet = this.#unknownYet.filter(({ endedAtMs }) => endedAtMs > timeMs);
  }

  #isFailure({ outcome }: ReplayedRun['results'][number]): boolean {
    return outcome === 'unexpected' || (this.#options.countFlaky === true && outcome === 'flaky');
  }

  #measure({ results }: ReplayedRun): ReadonlyMap<string, RunMeasure> {
    const candidates = this.#past.candidatesOf(results.map(({ test }) => test));
    const terms = this.#termsOf(candidates);
    const run = measuredRunOf(results, candidates, terms);
    const random = randomOf(this.#log.length + 1);
    const measures = simulatedStrategies.map((strategy): readonly [string, RunMeasure] => [
      strategy.name,
      this.#measureStrategy(strategy, run, terms, random),
    ]);
    return new Map([...measures, [idealName, measureIdeal(run, terms)]]);
  }

  #measureStrategy(strategy: SimulatedStrategy, run: MeasuredRun, terms: PlayTerms, random: () => number): RunMeasure {
    const measured = strategy
      .ordersOf(run.candidates, random)
      .map((order) => measureOrder(order, strategy, run, terms));
    if (strategy.name === this.#options.objective) this.#fates.push(...measured.flatMap(({ fates }) => fates));
    return meanMeasureOf(measured.map(({ measure }) => measure));
  }

  #termsOf(candidates: readonly Candidate[]): PlayTerms {
    const { workers, budgetMs, budgetRatio } = this.#options;
    const expectedMs = candidates.reduce((sum, { estimatedDurationMs }) => sum + estimatedDurationMs, 0) / workers;
    return {
      workers,
      budgetMs: budgetMs ?? (budgetRatio === undefined ? undefined : Math.max(1, budgetRatio * expectedMs)),
      isFailure: (result) => this.#isFailure(result),
    };
  }
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
