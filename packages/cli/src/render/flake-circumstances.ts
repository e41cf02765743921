import { percentOf } from '@millwright/core';

import type { FlakyAnalysis } from '../flaky/analyze.ts';
import { renderCount, renderDuration } from './duration.ts';
import type { Paint } from './paint.ts';

/** What moves the flaky tests, which of them go together, and what they cost. */
export function circumstanceLinesOf(
  paint: Paint,
  { tests, factors, coFailures, cost }: Pick<FlakyAnalysis, 'tests' | 'factors' | 'coFailures' | 'cost'>,
): readonly string[] {
  const titles = new Map(tests.map(({ test }) => [test.id, test.titlePath.join(' › ')]));
  const titleOf = (id: string): string => titles.get(id) ?? id;
  return [
    ...tests.flatMap(({ test, stats }) =>
      (stats.environments ?? []).length === 0
        ? []
        : [
            `${paint.strong(titleOf(test.id))} by environment: ${(stats.environments ?? []).map((one) => `${one.environment} ${one.state} (${one.runs} runs)`).join(', ')}.`,
          ],
    ),
    ...factors.map(
      (finding) =>
        `${paint.strong(titleOf(finding.testId))} depends on ${finding.factor}: ${finding.values.map((value) => `${value.failed} of ${value.attempts} failed with ${value.value}`).join(', ')} (p ${finding.pValue < 0.001 ? '< 0.001' : `= ${finding.pValue.toFixed(3)}`}).`,
    ),
    ...coFailures.map(
      (cluster) =>
        `${paint.strong('Flake together')} in ${renderCount(cluster.runs, 'run')}: ${cluster.tests.map(titleOf).join('; ')}.${sharedWordsOf(cluster.shared)}`,
    ),
    ...(cost.perWeekMs === 0
      ? []
      : [
          `Flakes cost ${renderDuration(cost.retriesMs + cost.rerunsMs)} of running again so far, ${renderDuration(cost.perWeekMs)} a week${costliestWordsOf(tests)}.`,
        ]),
  ];
}

const namedCostliest = 3;

/** Which tests cost most; nothing when there is only one, for the sum says it then. */
function costliestWordsOf(tests: FlakyAnalysis['tests']): string {
  const costs = tests
    .map(({ test, cost }) => ({ title: test.titlePath.join(' › '), spentMs: cost.retriesMs + cost.rerunsMs }))
    .filter(({ spentMs }) => spentMs > 0)
    .toSorted((a, b) => b.spentMs - a.spentMs);
  const named = costs.slice(0, namedCostliest).map(({ title, spentMs }) => `${title} (${renderDuration(spentMs)})`);
  return costs.length < 2 ? '' : `; ${costs.length > namedCostliest ? 'most of it ' : ''}${named.join(', ')}`;
}

function sharedWordsOf(shared: FlakyAnalysis['coFailures'][number]['shared']): string {
  if (shared.some(({ kind }) => kind === 'signature')) return ' They fail with the same message: look for one cause.';
  return shared.some(({ kind }) => kind === 'file') ? ' They are in one file: look for state that they share.' : '';
}

/** What the patterns have meant here, once there is something to say. */
export function patternLinesOf({ patterns }: FlakyAnalysis): readonly string[] {
  return patterns
    .filter(({ flaggedTests, otherTests }) => flaggedTests > 0 && otherTests > 0)
    .map(
      (worth) =>
        `  ${worth.pattern}: ${worth.flaggedFlaked} of ${renderCount(worth.flaggedTests, 'test')} with it flaked, ${worth.otherFlaked} of ${worth.otherTests} others; it matters here with ${percentOf(worth.matters)} %${worth.isQuiet ? ', so its findings are only told as information' : ''}.`,
    );
}
