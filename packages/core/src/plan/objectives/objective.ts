import type { ObjectiveName, PlannedTest } from '../../model/strategy.ts';

/** A test as an objective looks at it. */
export interface RatedTest extends Pick<PlannedTest, 'priority' | 'risk' | 'estimatedDurationMs'> {
  /** How soon it should run by the suite's past and by what changed, the highest first; undefined when the past is too short to say. */
  readonly soonness: number | undefined;
}

/** What a plan aims at: an order, and what a budget takes. One file for each, listed in `registry.ts`. */
export interface PlanObjective {
  readonly name: ObjectiveName;
  /** What it is good for, after "aims at". */
  readonly aim: string;
  /** Negative when the first should start before the second. */
  compare(this: void, a: RatedTest, b: RatedTest): number;
  /** What a test is worth to a budget, for each of its milliseconds. */
  worth(this: void, test: RatedTest): number;
  /** Whether `worth` looks at `soonness`, which costs the replay of the suite's past. */
  readonly budgetAsksPast: boolean;
}

/** Chance per second, where `damping` says how much seconds weigh: 0 not at all, 1 fully. Risk stands in where the past is too short. */
export function chancePerSecond({ soonness, risk, estimatedDurationMs }: RatedTest, damping: number): number {
  return (soonness ?? risk) / (1 + estimatedDurationMs / 1000) ** damping;
}
