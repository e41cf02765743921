import type { Cause } from '../cause.ts';
import { outsideTestEvidence } from '../evidence.ts';
import type { FailureFeatures, TimeoutKind } from '../features.ts';

const weights: Readonly<Record<TimeoutKind, number>> = {
  test: 7,
  hook: 6,
  event: 6.5,
  action: 5.5,
  other: 5,
  navigation: 4,
  expect: 1.5,
};

const names: Readonly<Record<TimeoutKind, string>> = {
  test: 'The whole test',
  hook: 'A hook',
  event: 'Waiting for an event',
  action: 'An action',
  other: 'Waiting',
  navigation: 'A navigation',
  expect: 'An expectation',
};

/** Something took longer than it was allowed to. */
export const timeout: Cause = {
  name: 'timeout',
  title: 'Timeout',
  likely: 'The product or the machine was slower than the limit allows, or the awaited event never came.',
  advice:
    'Find the slowest step of the attempt. Wait for the condition that matters and not for time; raise the limit only when the work is truly that long.',
  retry: 'linear',
  score: (features) => {
    const { timeout: limit } = features;
    if (!limit) return [];
    const ms = limit.ms === undefined ? '' : ` of ${limit.ms} ms`;
    return [
      { text: `${names[limit.kind]} ran into its limit${ms}.`, weight: weights[limit.kind] },
      ...matchedEvidence(features, limit.kind),
      // A hook around each test shares the limit of the test.
      ...(features.phase?.part === 'each' ? [] : outsideTestEvidence(features)),
    ];
  },
};

function matchedEvidence(features: FailureFeatures, kind: TimeoutKind): { text: string; weight: number }[] {
  if (features.matched !== 'one' || kind === 'expect') return [];
  return [{ text: 'The element was there, but not in the state that was waited for.', weight: 1.5 }];
}
