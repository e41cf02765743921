import type { LeftOutTest, StrategySelection, TestStrategy } from '../model/strategy.ts';
import type { TestId } from '../model/test.ts';
import type { PlanOptions } from './plan-input.ts';
import type { KnownTest } from './plan-subject.ts';

/** How planning narrowed the known tests down. */
interface Narrowing {
  /** Those of the wanted services. */
  readonly wanted: readonly KnownTest[];
  readonly planned: ReadonlySet<TestId>;
  /** Those that were wanted, selected, and did not fit into the budget. */
  readonly overBudget: readonly TestId[];
}

/** The known tests that are not planned, as a part of the strategy: with them a runner can tell a test left out from a new one. */
export function leftOutPartOf(
  known: readonly KnownTest[],
  { wanted, planned, overBudget }: Narrowing,
  { services = [] }: Pick<PlanOptions, 'services'>,
  selection?: Pick<StrategySelection, 'mode'>,
): Pick<TestStrategy, 'leftOutFiles' | 'leftOutTests'> {
  const wantedIds = new Set(wanted.map(({ testId }) => testId));
  const byBudget = new Set(overBudget);
  const whyOf = (testId: TestId): Pick<LeftOutTest, 'cause' | 'reason'> => {
    if (byBudget.has(testId)) return { cause: 'budget', reason: 'over the budget' };
    if (!wantedIds.has(testId)) return { cause: 'services', reason: `not of ${services.join(', ')}` };
    const isLikely = selection?.mode !== 'predictive';
    return { cause: 'selection', reason: isLikely ? 'not reached by the change' : 'not likely to fail by the change' };
  };
  const leftOutTests = known
    .filter(({ testId }) => !planned.has(testId))
    .map(({ testId, runner, project, file, titlePath }) => ({
      testId,
      runner,
      project,
      file,
      titlePath,
      ...whyOf(testId),
    }));
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
