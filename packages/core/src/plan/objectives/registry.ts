import type { ObjectiveName } from '../../model/strategy.ts';
import { mostFailures } from './failures.ts';
import { firstFailure } from './first-failure.ts';
import type { PlanObjective } from './objective.ts';
import { byPriority } from './priority.ts';
import { riskCovered } from './risk.ts';

/** All that a plan may aim at; the first is the default. */
export const objectives: readonly PlanObjective[] = [byPriority, firstFailure, mostFailures, riskCovered];

/** The objective of that name; the default without one. */
export function objectiveOf(name: ObjectiveName | undefined): PlanObjective {
  return objectives.find((objective) => objective.name === name) ?? byPriority;
}
