import type { Observation } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import type { OriginInput } from './origin-input.ts';

/** What is remembered of a test in other runs than those that are judged, oldest first, skipped ones left out. */
export function observationsOf({ histories, judgedRunIds }: OriginInput, testId: TestId): readonly Observation[] {
  const observations = histories.get(testId)?.observations ?? [];
  return observations.filter(({ run, outcome }) => outcome !== 'skipped' && !judgedRunIds.has(run.runId));
}
