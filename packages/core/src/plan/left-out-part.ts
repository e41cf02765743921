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
): Pick<TestStrategy, 'leftOutFiles' | 'leftOutTests'> {
  const byBudget = new Set(overBudget);
  const leftOutTests = known
    .filter(({ testId }) => !planned.has(testId))
    .map(({ testId, runner, project, file, titlePath }): LeftOutTest => {
      const why: Pick<LeftOutTest, 'cause' | 'reason'> = byBudget.has(testId)
        ? { cause: 'budget', reason: 'over the budget' }
        : { cause: 'services', reason: `not of ${(options.services ?? []).join(', ')}` };
      return { testId, runner, project, file, titlePath, ...why };
    });
  return leftOutTests.length === 0 ? {} : { leftOutTests, leftOutFiles: leftOutFilesOf(known, planned) };
}

/** A file with a title that only run time completes, or with tests that only the history knows, may hold new tests unchanged. */
function leftOutFilesOf(known: readonly KnownTest[], planned: ReadonlySet<TestId>): readonly string[] {
  const isClosed = ({ testId, static: text }: KnownTest): boolean =>
    !planned.has(testId) && text !== undefined && !text.dynamicTitle && !text.modifiers.includes('each');
  return [...Map.groupBy(known, ({ file }) => file)]
    .filter(([, tests]) => tests.every(isClosed))
    .map(([file]) => file)
    .toSorted();
}
