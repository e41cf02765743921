import type { Execution } from '@millwright/core';

import { type ExecutionScope, readRecordedRuns } from '../../execution/execute-strategy.ts';
import { carryOutHeals } from './carry-out-heals.ts';
import type { ShownLocatorHeal } from './locator-heal.ts';

/** Of the proofs of one execution together. */
const confidence = 0.95;
const budgetMs = 15 * 60_000;
const mostBrokenRatio = 0.1;

/**
 * Repairs of locators for the tests that an execution left failed. With `apply` what is proved is written; without it nothing is run, and
 * only what may be repaired is told, since why the others failed is told anyway.
 */
export async function healExecution(
  scope: ExecutionScope,
  { executionId }: Execution,
  {
    left,
    apply,
    config,
  }: { readonly left: ReadonlySet<string>; readonly apply: boolean; readonly config?: string | undefined },
): Promise<readonly ShownLocatorHeal[]> {
  const { context, history, signal, options } = scope;
  const isPlaywright = scope.strategy.testCases.some(
    ({ testId, runner }) => runner === 'playwright' && left.has(testId),
  );
  if (!isPlaywright || signal.aborted || context.config.maxAutoFixAttempts === 0) return [];
  const { heals } = await carryOutHeals(context, history, {
    runs: await readRecordedRuns(history, executionId),
    testIds: left,
    prove: apply,
    apply,
    keepsRefusals: apply,
    confidence,
    budgetMs,
    mostBrokenRatio,
    config,
    passThrough: options.passThrough,
    signal,
  });
  return apply ? heals : heals.filter(({ outcome }) => outcome !== 'refused');
}
