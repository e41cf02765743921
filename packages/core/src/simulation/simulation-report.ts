import type { ObjectiveName } from '../model/strategy.ts';
import { medianOf } from '../plan/median.ts';
import type { FailureFate, RunMeasure } from './measure-run.ts';
import type { ReplayedTest } from './replayed-run.ts';
import { idealName, simulatedStrategies } from './simulated-strategy.ts';
import type { MeasuredRunLog, SimulationOptions } from './simulation-options.ts';

/** Middle and mean over runs with failures. */
interface TimeFigures {
  readonly medianMs: number;
  readonly meanMs: number;
}

/** What one strategy would have made of the runs. */
export interface StrategyFigures {
  readonly name: string;
  /** `bound`: the ideal, which nobody can have. */
  readonly kind: 'objective' | 'baseline' | 'bound';
  readonly describe: string;
  /** Time from the start of a run to its first failure, and to the last of its failures. Absent when no run failed. */
  readonly firstFailure?: TimeFigures;
  readonly allFailures?: TimeFigures;
  /** Failures known more than a second sooner, and later, than in the recorded order. */
  readonly soonerCount: number;
  readonly laterCount: number;
  /** Absent without a budget. */
  readonly budget?: {
    readonly foundCount: number;
    readonly missedCount: number;
    /** Test time over all runs that would have been spent. */
    readonly spentMs: number;
  };
}

/** The runs of one week. */
export interface WeekFigures {
  /** Its Monday, `2026-11-02`. */
  readonly weekOf: string;
  readonly runCount: number;
  readonly failingRunCount: number;
  readonly failureCount: number;
  /** Test time of these runs as recorded, all tries together. */
  readonly spentMs: number;
  readonly strategies: readonly StrategyFigures[];
}

/** A test whose failures the objective would have shown later, or not at all. */
interface Setback extends Pick<ReplayedTest, 'testId' | 'project' | 'file' | 'titlePath'> {
  readonly failureCount: number;
  readonly laterCount: number;
  readonly missedCount: number;
}

/** What a replay found. */
export interface SimulationReport {
  /** The objective whose setbacks are listed. */
  readonly objective: ObjectiveName;
  readonly workers: number;
  readonly budgetMs?: number;
  readonly budgetRatio?: number;
  readonly countsFlaky: boolean;
  /** Runs that were measured; the others were only learned from. */
  readonly runCount: number;
  readonly pastRunCount: number;
  readonly failingRunCount: number;
  readonly failureCount: number;
  readonly spentMs: number;
  readonly strategies: readonly StrategyFigures[];
  /** Oldest first. */
  readonly weeks: readonly WeekFigures[];
  /** The worst first, twenty at most. */
  readonly setbacks: readonly Setback[];
}

const mostSetbacks = 20;

/** Sums up what was measured. */
export function simulationReportOf(
  log: readonly MeasuredRunLog[],
  fates: readonly FailureFate[],
  options: SimulationOptions & { readonly pastRuns: number },
): SimulationReport {
  const { objective, workers, budgetMs, budgetRatio, countFlaky = false, pastRuns } = options;
  const weeks = Map.groupBy(log, ({ startedAt }) => weekOf(startedAt));
  return {
    objective,
    workers,
    ...(budgetMs === undefined ? {} : { budgetMs }),
    ...(budgetRatio === undefined ? {} : { budgetRatio }),
    countsFlaky: countFlaky,
    pastRunCount: pastRuns,
    ...countsOf(log),
    strategies: figuresOf(log),
    weeks: [...weeks]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([weekOf, runs]) => ({ weekOf, ...countsOf(runs), strategies: figuresOf(runs) })),
    setbacks: setbacksOf(fates),
  };
}

function countsOf(
  log: readonly MeasuredRunLog[],
): Pick<WeekFigures, 'runCount' | 'failingRunCount' | 'failureCount' | 'spentMs'> {
  return {
    runCount: log.length,
    failingRunCount: log.filter(({ failureCount }) => failureCount > 0).length,
    failureCount: totalOf(log.map(({ failureCount }) => failureCount)),
    spentMs: totalOf(log.map(({ spentMs }) => spentMs)),
  };
}

function figuresOf(log: readonly MeasuredRunLog[]): readonly StrategyFigures[] {
  const named = simulatedStrategies.map(({ name, kind, describe }) => ({ name, kind, describe }));
  const ideal = { name: idealName, kind: 'bound' as const, describe: 'what fails first: no order can be better' };
  return [...named, ideal].map((strategy) => ({
    ...strategy,
    ...sumOf(log.flatMap(({ measures }) => measures.get(strategy.name) ?? [])),
  }));
}

function sumOf(measures: readonly RunMeasure[]): Omit<StrategyFigures, 'name' | 'kind' | 'describe'> {
  const failures = measures.flatMap((measure) => measure.failures ?? []);
  const budgets = measures.flatMap(({ budget }) => budget ?? []);
  return {
    ...(failures.length === 0
      ? {}
      : {
          firstFailure: timesOf(failures.map(({ firstMs }) => firstMs)),
          allFailures: timesOf(failures.map(({ allMs }) => allMs)),
        }),
    soonerCount: rounded(totalOf(failures.map(({ sooner }) => sooner))),
    laterCount: rounded(totalOf(failures.map(({ later }) => later))),
    ...(budgets.length === 0
      ? {}
      : {
          budget: {
            foundCount: rounded(totalOf(budgets.map(({ found }) => found))),
            missedCount: rounded(totalOf(budgets.map(({ missed }) => missed))),
            spentMs: Math.round(totalOf(budgets.map(({ spentMs }) => spentMs))),
          },
        }),
  };
}

function timesOf(values: readonly number[]): TimeFigures {
  return { medianMs: Math.round(medianOf(values) ?? 0), meanMs: Math.round(totalOf(values) / values.length) };
}

function totalOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** An order by lot counts in parts of failures. */
function rounded(count: number): number {
  return Math.round(10 * count) / 10;
}

function setbacksOf(fates: readonly FailureFate[]): readonly Setback[] {
  return [...Map.groupBy(fates, ({ result }) => result.test)]
    .map(([{ testId, project, file, titlePath }, own]): Setback => ({
      testId,
      project,
      file,
      titlePath,
      failureCount: own.length,
      laterCount: own.filter(({ laterMs }) => laterMs > 1000).length,
      missedCount: own.filter(({ missed }) => missed).length,
    }))
    .filter(({ laterCount, missedCount }) => laterCount + missedCount > 0)
    .sort((a, b) => b.missedCount - a.missedCount || b.laterCount - a.laterCount || (a.testId < b.testId ? -1 : 1))
    .slice(0, mostSetbacks);
}

/** The Monday of a moment's week, in UTC. */
function weekOf(startedAt: string): string {
  const day = new Date(startedAt);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}
