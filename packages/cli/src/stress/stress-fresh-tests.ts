import {
  type Execution,
  type KnownCount,
  type Run,
  type StressReport,
  type TestEntry,
  type TestId,
  findFreshTests,
  planStress,
} from '@millwright/core';
import { type RunSummary, aliasResolverOf, readAliases, readFacts } from '@millwright/history';

import { followRenames } from '../context/follow-renames.ts';
import { type ExecutionScope, readJoinedRuns } from '../execution/execute-strategy.ts';
import { renderCount } from '../render/duration.ts';
import { repeatsAtOnce, runStress } from './run-stress.ts';

/**
 * The tests that are remembered from before an execution, each under the id that it had then. The other shards of the same commit are
 * part of the same occasion: what they have shown already was not known before it.
 */
export async function readRememberedTests(
  { context: { root, world }, history, options: { shard } }: ExecutionScope,
  { executionId }: Execution,
): Promise<readonly TestEntry[]> {
  const commit = shard === undefined ? undefined : (await readFacts({ root, env: world.env })).git?.commit;
  const isSibling = ({ shard: its, facts }: RunSummary): boolean =>
    its !== undefined && `${its.current}/${its.total}` !== shard && facts.git?.commit === commit;
  const isOwn = (run: RunSummary): boolean =>
    run.executionId === executionId || (shard !== undefined && isSibling(run));
  const own = new Set((await history.listRuns()).filter(isOwn).map((run) => run.runId));
  const histories = await history.readTestHistories();
  return histories
    .filter(({ observations }) => observations.some(({ run }) => !own.has(run.runId)))
    .map(({ test }) => test);
}

/**
 * Runs the new and changed tests of an execution again, those that passed, and says how often each failed. Undefined when there is
 * none. A test that was renamed or moved is not new.
 */
export async function stressFreshTests(
  scope: ExecutionScope,
  execution: Execution,
  remembered: readonly TestEntry[],
): Promise<StressReport | undefined> {
  const { context, history } = scope;
  await followRenames(history, context);
  const resolve = aliasResolverOf(await readAliases(history.dir));
  const known = new Map(remembered.map((test) => [resolve(test.id), test]));
  const runs = await readJoinedRuns(history, execution.executionId);
  const fresh = findFreshTests({ planned: scope.strategy.testCases, runs, remembered: known });
  if (fresh.length === 0) return undefined;
  const plan = planStress(fresh, knownCountsOf(known, runs), repeatsAtOnce);
  for (const brake of plan.brakes) context.say(brake);
  if (plan.targets.length === 0) {
    return plan.brakes.length === 0 ? undefined : { status: 'off', reasons: plan.brakes, durationMs: 0, tests: [] };
  }
  context.say(`Stress runs of ${renderCount(plan.targets.length, 'new or changed test')}.`);
  const done = await runStress(scope, plan, context.config.stressBudgetMs);
  return { ...done, reasons: [...plan.brakes, ...done.reasons] };
}

function knownCountsOf(
  remembered: ReadonlyMap<TestId, TestEntry>,
  runs: readonly Run[],
): ReadonlyMap<string, KnownCount> {
  const counts = (tests: Iterable<TestEntry>): Map<string, number> =>
    new Map([...Map.groupBy(tests, (test) => test.runner)].map(([runner, own]) => [runner, own.length]));
  const before = counts(remembered.values());
  const executed = runs.flatMap((run) => run.tests).map((test) => [test.id, test] as const);
  const all = counts(new Map([...remembered, ...executed]).values());
  return new Map([...all].map(([runner, altogether]) => [runner, { remembered: before.get(runner) ?? 0, altogether }]));
}
