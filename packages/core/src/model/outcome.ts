import type { Attempt, Outcome } from './attempt.ts';
import type { TestEntry } from './test.ts';

/**
 * What the attempts of one test in one run say together: as Playwright counts it, `flaky` when a bad attempt was
 * followed by the expected one, `unexpected` when no attempt was as expected. Attempts that were interrupted prove
 * nothing; a test with nothing but those counts as `skipped`. Under `repeat`, each repetition is judged by itself and
 * the worst one speaks for the test, except that repetitions that disagree are `flaky`.
 */
export function outcomeOf(test: Pick<TestEntry, 'expectedStatus'>, attempts: readonly Attempt[]): Outcome {
  const repetitions = new Map<number, Attempt[]>();
  for (const attempt of attempts) {
    const list = repetitions.get(attempt.repeat);
    if (list) list.push(attempt);
    else repetitions.set(attempt.repeat, [attempt]);
  }
  const outcomes = [...repetitions.values()]
    .map((list) => outcomeOfRepetition(test, list))
    .filter((outcome) => outcome !== 'skipped');
  if (outcomes.length === 0) return 'skipped';
  if (outcomes.every((outcome) => outcome === 'expected')) return 'expected';
  return outcomes.every((outcome) => outcome === 'unexpected') ? 'unexpected' : 'flaky';
}

function outcomeOfRepetition(test: Pick<TestEntry, 'expectedStatus'>, attempts: readonly Attempt[]): Outcome {
  const told = attempts.filter((attempt) => attempt.status !== 'skipped' && attempt.status !== 'interrupted');
  if (told.length === 0) return 'skipped';
  const good = told.filter((attempt) => isExpected(test, attempt));
  if (good.length === told.length) return 'expected';
  return good.length === 0 ? 'unexpected' : 'flaky';
}

/** Whether an attempt ended as its author expects. A timeout is never expected, not even of `test.fail`. */
export function isExpected(test: Pick<TestEntry, 'expectedStatus'>, attempt: Pick<Attempt, 'status'>): boolean {
  if (attempt.status === 'skipped') return true;
  return attempt.status === (test.expectedStatus === 'skipped' ? 'passed' : test.expectedStatus);
}
