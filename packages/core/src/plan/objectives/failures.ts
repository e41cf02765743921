import { orderScoreOf } from '../order-score.ts';
import { type PlanObjective, chancePerSecond } from './objective.ts';

/**
 * More than for the first failure, because what a long test takes is not there for others; less than 1, because `soonness` is a place and
 * falls off more slowly than a chance does.
 */
const damping = 0.5;

/** The most failures within a budget: a knapsack that is filled by chance per damped second (Dantzig 1957). */
export const mostFailures: PlanObjective = {
  name: 'failures',
  aim: 'the most failures within a budget',
  compare: (a, b) => chancePerSecond(b, damping) - chancePerSecond(a, damping) || orderScoreOf(b) - orderScoreOf(a),
  worth: (test) => chancePerSecond(test, damping),
  budgetAsksPast: true,
};
