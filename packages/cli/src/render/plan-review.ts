import type { PlanReview } from '@millwright/core';

import { renderCount, renderDuration } from './duration.ts';

/** A plan and what became of it, in one line. */
export function renderPlanReview(review: PlanReview): string {
  const { plannedCount, ranCount, unplannedCount, orderKept, expectedWallMs, wallMs } = review;
  const ran = `${review.strategyId}: ${ranCount} of ${renderCount(plannedCount, 'planned test')} ran`;
  const order = orderKept === undefined ? '' : `, ${Math.round(orderKept * 100)} % of the pairs of files in its order`;
  return [
    `${ran}${unplannedCount === 0 ? '' : `, ${unplannedCount} beside it`}${order}`,
    `${renderDuration(expectedWallMs)} expected, ${renderDuration(wallMs)} taken`,
    ...firstFailureOf(review),
  ].join('; ');
}

function firstFailureOf({ firstFailureMs, firstFailureByFileMs }: PlanReview): readonly string[] {
  if (firstFailureMs === undefined) return [];
  const instead =
    firstFailureByFileMs === undefined
      ? ''
      : ` instead of ${renderDuration(firstFailureByFileMs)} in the order of the files`;
  return [`first failure after ${renderDuration(firstFailureMs)}${instead}`];
}
