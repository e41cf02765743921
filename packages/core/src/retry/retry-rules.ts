import { causeOf } from '../cause/registry.ts';
import { percentOf } from '../flake/words.ts';
import type { RetryQuestion } from './retry-decision.ts';
import type { RetryPolicy } from './retry-policy.ts';
import { isUnchanging } from './retry-prior.ts';
import { causeWordsOf } from './retry-words.ts';

/** Why there is no further try, as a sentence; undefined when the rule has nothing against one. */
type RetryRule = (question: RetryQuestion, policy: RetryPolicy) => string | undefined;

const unchangingClass: RetryRule = ({ cause }) =>
  isUnchanging(cause) ? `${causeWordsOf(cause)} cannot change by trying again.` : undefined;

const brokenTest: RetryRule = ({ stats }) => {
  if (stats?.state !== 'broken' && stats?.state !== 'regressed') return undefined;
  const { broken } = stats.probabilities;
  return broken > 0.5 ? `The test is ${stats.state} (${percentOf(broken)} %): another try would fail too.` : undefined;
};

const sameFailureOnSameCode: RetryRule = ({ failedOnSameCode = 0 }) =>
  failedOnSameCode >= 2
    ? `The test failed with this error in ${failedOnSameCode} earlier runs of the same code and never passed: another try would fail too.`
    : undefined;

const triesUsedUp: RetryRule = ({ attempt }, { maxAttempts }) =>
  attempt >= maxAttempts ? `All ${maxAttempts} tries are used up.` : undefined;

const massFailure: RetryRule = ({ failingRatio = 0 }, { massFailureRatio }) =>
  failingRatio > massFailureRatio
    ? `${percentOf(failingRatio)} % of the executed tests fail: this is no flake of one test.`
    : undefined;

const longerThanAnyWait: RetryRule = ({ cause, retryAfterMs = 0 }, { maxDelayMs }) =>
  causeOf(cause).retry !== 'none' && retryAfterMs > maxDelayMs
    ? `The server asks to be left alone for ${retryAfterMs} ms, which is longer than the longest wait (retry.maxDelayMs, ${maxDelayMs}).`
    : undefined;

const rules: readonly RetryRule[] = [
  unchangingClass,
  brokenTest,
  sameFailureOnSameCode,
  triesUsedUp,
  massFailure,
  longerThanAnyWait,
];

/** What the first rule that forbids another try says; undefined when none does. */
export function forbiddenBy(question: RetryQuestion, policy: RetryPolicy): string | undefined {
  for (const rule of rules) {
    const reason = rule(question, policy);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
