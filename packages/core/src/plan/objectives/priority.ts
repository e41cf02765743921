import { priorityRank } from '../order-score.ts';
import { firstFailure } from './first-failure.ts';
import type { PlanObjective } from './objective.ts';

/** What matters first, and within that what finds failures soonest. */
export const byPriority: PlanObjective = {
  name: 'priority',
  aim: 'what matters most first, and within a priority the failures that are found soonest',
  compare: (a, b) => priorityRank[a.priority] - priorityRank[b.priority] || firstFailure.compare(a, b),
  worth: ({ risk, estimatedDurationMs }) => risk / Math.max(1, estimatedDurationMs),
  budgetAsksPast: false,
};
