import type { GateResult, Verdict } from '../model/execution.ts';
import type { GateFacts, GateInput, GateRule, GateVerdict } from './gate.ts';
import { maxDuration } from './rules/max-duration.ts';
import { maxFlakyRatio } from './rules/max-flaky-ratio.ts';
import { minPassRatio } from './rules/min-pass-ratio.ts';
import { minTests } from './rules/min-tests.ts';
import { newTestsAreStable } from './rules/new-tests-are-stable.ts';
import { noPending } from './rules/no-pending.ts';
import { noUnexpected } from './rules/no-unexpected.ts';

/** All rules, in the order in which their results are told. */
export const gateRules: readonly GateRule[] = [
  minTests,
  noPending,
  noUnexpected,
  minPassRatio,
  maxFlakyRatio,
  maxDuration,
  newTestsAreStable,
];

/** Judges a run or an execution: the worst verdict of all rules that had something to check. */
export function evaluateGate(input: GateInput): GateVerdict {
  const facts = gateFactsOf(input);
  const results = gateRules.flatMap((rule): GateResult[] => {
    const result = rule.evaluate(facts);
    return result ? [{ rule: rule.name, ...result }] : [];
  });
  return { verdict: worstOf(results), results };
}

function gateFactsOf({ tests, quarantined, options, durationMs, stressed }: GateInput): GateFacts {
  const count = (outcome: string): number => tests.filter((test) => test.outcome === outcome).length;
  const unexpected = tests.filter((test) => test.outcome === 'unexpected');
  const excused = unexpected.filter((test) => quarantined?.has(test.testId)).length;
  const expected = count('expected');
  const flaky = count('flaky');
  return {
    options: options ?? {},
    executed: expected + flaky + unexpected.length,
    expected,
    flaky,
    unexpected: unexpected.length - excused,
    quarantinedUnexpected: excused,
    pending: count('pending'),
    stressed: stressed ?? [],
    ...(durationMs === undefined ? {} : { durationMs }),
  };
}

function worstOf(results: readonly GateResult[]): Verdict {
  if (results.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return results.some(({ verdict }) => verdict === 'warn') ? 'warn' : 'pass';
}
