import type { LeftOutTest, TestStrategy } from '../model/strategy.ts';
import type { TestId } from '../model/test.ts';
import type { PlanOptions } from './plan-input.ts';
import type { KnownTest } from './plan-subject.ts';

/** The known tests that are not planned, as a part of the strategy: with them a runner can tell a test left out from a new one. */
export function leftOutPartOf(
  known: readonly KnownTest[],
  planned: ReadonlySet<TestId>,
  options: Pick<PlanOptions, 'services'>,
  overBudget: readonly TestId[],
): Pick<TestStrategy, 'leftOutTests'> {
  const byBudget = new Set(overBudget);
  const leftOutTests = known
    .filter(({ testId }) => !planned.has(testId))
    .map(({ testId, runner, project, file, titlePath }): LeftOutTest => {
      const why: Pick<LeftOutTest, 'cause' | 'reason'> = byBudget.has(testId)
        ? { cause: 'budget', reason: 'over the budget' }
        : { cause: 'services', reason: `not of ${(options.services ?? []).join(', ')}` };
      return { testId, runner, project, file, titlePath, ...why };
    });
  return leftOutTests.length === 0 ? {} : { leftOutTests };
}
