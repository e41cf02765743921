import { orderScoreOf } from '../order-score.ts';
import { type PlanObjective, chancePerSecond } from './objective.ts';

/** Of 0.1, 0.3, 0.5 and 1 the one that is never far from the best on three public histories (`npm run bench -- simulate`). */
const damping = 0.3;

/** The first failure as soon as can be, whatever its priority: chance to fail per damped second. */
export const firstFailure: PlanObjective = {
  name: 'first-failure',
  aim: 'the first failure as soon as can be, whatever its priority',
  compare: (a, b) => chancePerSecond(b, damping) - chancePerSecond(a, damping) || orderScoreOf(b) - orderScoreOf(a),
  worth: (test) => chancePerSecond(test, damping),
  budgetAsksPast: true,
};
