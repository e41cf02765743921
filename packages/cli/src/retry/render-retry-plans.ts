import type { RetryPlan } from './plan-retries.ts';
import { renderCount, renderDuration } from '../render/duration.ts';

const shownLines = 5;

/** What was decided of the failed tests, in lines: how many are tried again and when, then one sentence for each decision. */
export function renderRetryPlans(plans: readonly RetryPlan[]): readonly string[] {
  const chosen = plans.filter(({ decision }) => decision.retry);
  const refused = plans.filter(({ decision }) => !decision.retry);
  const delayMs = Math.max(0, ...chosen.map(({ decision }) => decision.delayMs));
  return [
    ...(chosen.length === 0
      ? []
      : [`Retrying ${renderCount(chosen.length, 'test')}${delayMs === 0 ? '' : ` after ${renderDuration(delayMs)}`}:`]),
    ...sentencesOf(chosen),
    ...(refused.length === 0 ? [] : [`Not retrying ${renderCount(refused.length, 'test')}:`]),
    ...sentencesOf(refused),
  ];
}

/** One line for each sentence, with the tests that it is about. */
function sentencesOf(plans: readonly RetryPlan[]): readonly string[] {
  const groups = [...Map.groupBy(plans, ({ decision }) => decision.reason)];
  const lines = groups.slice(0, shownLines).map(([reason, same]) => {
    const name = same[0]?.test.titlePath.join(' > ') ?? '';
    return `  ${same.length === 1 ? name : `${name} and ${same.length - 1} more`}: ${reason}`;
  });
  return groups.length > shownLines ? [...lines, `  and ${groups.length - shownLines} more reasons`] : lines;
}
