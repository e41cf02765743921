import { priorityRank } from '../order-score.ts';
import { type PlanObjective, type RatedTest } from './objective.ts';

/**
 * The most risk covered at any moment: risk per second, which no other order of independent tests beats (Smith 1956, "Various optimizers for
 * single-stage production").
 */
export const riskCovered: PlanObjective = {
  name: 'risk',
  aim: 'the most risk covered at any moment',
  compare: (a, b) => density(b) - density(a) || priorityRank[a.priority] - priorityRank[b.priority],
  worth: density,
  budgetAsksPast: false,
};

function density({ risk, estimatedDurationMs }: RatedTest): number {
  return risk / Math.max(1, estimatedDurationMs);
}
