import { orderScoreOf } from '../order-score.ts';
import { type PlanObjective, chancePerSecond } from './objective.ts';

/** As in the order by risk: tuned on eight histories of real CI. */
const damping = 0.1;

/** The first failure as soon as can be, whatever its priority: chance to fail per damped second. */
export const firstFailure: PlanObjective = {
  name: 'first-failure',
  aim: 'the first failure as soon as can be, whatever its priority',
  compare: (a, b) => chancePerSecond(b, damping) - chancePerSecond(a, damping) || orderScoreOf(b) - orderScoreOf(a),
  worth: (test) => chancePerSecond(test, damping),
  budgetAsksPast: true,
};
