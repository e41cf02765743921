import type { ObjectiveName } from '../model/strategy.ts';
import type { RunMeasure } from './measure-run.ts';

/** How a history is to be replayed. */
export interface SimulationOptions {
  /** Workers that run tests side by side, the same for every order. */
  readonly workers: number;
  /** The objective whose weeks and setbacks are told. */
  readonly objective: ObjectiveName;
  /** Wall time that a run may take … */
  readonly budgetMs?: number;
  /** … or the share of what the run is expected to take as a whole. */
  readonly budgetRatio?: number;
  /** Whether a failure that passed on retry is one that is to be found. */
  readonly countFlaky?: boolean;
  readonly criticalWords?: Readonly<Record<string, number>>;
}

/** A run that was measured: by strategy, what it would have made of it. */
export interface MeasuredRunLog {
  readonly startedAt: string;
  readonly failureCount: number;
  readonly spentMs: number;
  readonly measures: ReadonlyMap<string, RunMeasure>;
}
