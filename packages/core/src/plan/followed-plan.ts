import type { LeftOutTest, PlanOrigin, PlannedTest, TestStrategy } from '../model/strategy.ts';
import type { RunnerName } from '../model/test.ts';
import type { PlanOrder } from './plan-order.ts';

/** The part of a strategy that a plain run of one runner can follow. */
export interface FollowedPlan {
  readonly strategyId: string;
  readonly createdAt: string;
  /** Never exclusive: a test that the plan does not know runs. */
  readonly order: PlanOrder;
  readonly leftOut: readonly LeftOutTest[];
  /** As in the strategy. */
  readonly leftOutFiles: readonly string[];
  readonly madeFor: PlanOrigin;
}

/** Reads what a runner can follow of a strategy document; a sentence when there is nothing to follow. */
export function parseFollowedPlan(text: string, runner: RunnerName): FollowedPlan | { readonly problem: string } {
  const value = parseJson(text);
  if (value?.format !== 'millwright/strategy') return { problem: 'it is no strategy' };
  if ((value.version as number) !== 1)
    return {
      problem: `it has version ${String(value.version)} of the strategy format, and this reporter reads version 1`,
    };
  if (!isUsable(value)) return { problem: 'it is damaged' };
  const tests = orderedTestsOf(value).filter((test) => test.runner === runner);
  const needed = new Set(tests.flatMap((test) => test.dependencies ?? []));
  return {
    strategyId: value.id,
    createdAt: value.createdAt,
    order: {
      format: 'millwright/plan-order',
      version: 1,
      exclusive: false,
      tests: tests.map(({ testId, project, file, titlePath }) => ({ testId, project, file, titlePath })),
    },
    leftOut: (value.leftOutTests ?? []).filter(
      (test) => isTest(test) && test.runner === runner && !needed.has(test.testId),
    ),
    leftOutFiles: value.leftOutFiles ?? [],
    madeFor: { testFiles: {}, ...value.madeFor },
  };
}

/** A plan that leaves tests out is trusted for so long, in days. */
const trustedDays = 7;
/** So large a share of the test files may be new to the plan, and so few always may. */
const newFilesRatio = 0.2;
const newFilesAlways = 2;

/** What a run finds, to be held against its plan. */
export interface FoundState {
  readonly nowMs: number;
  /** The test files of the run, relative to the root. */
  readonly files: readonly string[];
  /** As in `PlanOrigin`, now. */
  readonly codeState?: string | undefined;
}

/** Why nothing may be left out because of this plan any more, in words that follow "because"; undefined while it holds. */
export function staleReasonOf(plan: FollowedPlan, found: FoundState): string | undefined {
  if (plan.leftOut.length === 0) return undefined;
  const ageDays = (found.nowMs - Date.parse(plan.createdAt)) / 86_400_000;
  if (!(ageDays <= trustedDays)) return `it is older than ${trustedDays} days`;
  const known = filesOf(plan);
  const unknown = found.files.filter((file) => !known.has(file));
  if (unknown.length > Math.max(newFilesAlways, found.files.length * newFilesRatio))
    return `${unknown.length} of ${found.files.length} test files are not in it`;
  const { codeState } = plan.madeFor;
  const goesByCode = plan.leftOut.some(({ cause }) => cause === 'selection');
  if (goesByCode && (codeState === undefined || codeState !== found.codeState))
    return 'the code is not the one that it was made for';
  return undefined;
}

/** The files that the plan knows tests of. */
function filesOf({ order, leftOut, madeFor }: FollowedPlan): ReadonlySet<string> {
  return new Set([...Object.keys(madeFor.testFiles), ...[...order.tests, ...leftOut].map(({ file }) => file)]);
}

/** How the terminal tells it: "38 tests left out by strategy quick-1 (30 over the budget, 8 not of orders)". */
export function leftOutLineOf(strategyId: string, reasons: readonly string[]): string {
  const counts = [...Map.groupBy(reasons, (reason) => reason)].map(([reason, all]) => ({ reason, count: all.length }));
  const told =
    counts.length === 1
      ? (counts[0]?.reason ?? '')
      : counts.map(({ reason, count }) => `${count} ${reason}`).join(', ');
  return `${reasons.length === 1 ? '1 test' : `${reasons.length} tests`} left out by strategy ${strategyId} (${told}).`;
}

/** How the terminal tells that a plan is out of date. */
export function staleLineOf(strategyId: string, reason: string): string {
  return `Strategy ${strategyId} is stale, because ${reason}: nothing is left out, everything runs. Plan again with \`e2e plan-strategy\`.`;
}

const notePrefix = 'Left out by strategy ';

/** The reason that a skipped test carries, so that no report takes it for a skip of its author. */
export function leftOutNoteOf(strategyId: string, reason: string): string {
  return `${notePrefix}${strategyId}: ${reason}`;
}

/** Whether that is why a test was skipped. */
export function isLeftOutNote(note: string | undefined): boolean {
  return note?.startsWith(notePrefix) === true;
}

function parseJson(text: string): Partial<TestStrategy> | null {
  try {
    return JSON.parse(text) as Partial<TestStrategy> | null;
  } catch {
    return null;
  }
}

function isUsable(value: Partial<TestStrategy>): value is TestStrategy {
  return (
    typeof value.id === 'string' &&
    typeof value.createdAt === 'string' &&
    Array.isArray(value.testCases) &&
    Array.isArray(value.executionOrder) &&
    value.testCases.every(isTest)
  );
}

function isTest(test: Partial<PlannedTest | LeftOutTest> | null | undefined): boolean {
  return (
    [test?.testId, test?.runner, test?.project, test?.file].every((text) => typeof text === 'string') &&
    Array.isArray(test?.titlePath)
  );
}

function orderedTestsOf({ testCases, executionOrder }: TestStrategy): readonly PlannedTest[] {
  const byId = new Map(testCases.map((test) => [test.testId, test]));
  return executionOrder.flatMap((id) => byId.get(id) ?? []);
}
