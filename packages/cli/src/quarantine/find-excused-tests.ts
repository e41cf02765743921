import {
  type FailedTest,
  type PlannedTest,
  type Run,
  type TestId,
  excusedIdsOf,
  outcomeOf,
  recordedTestsOf,
  renderJudgement,
} from '@millwright/core';
import { type HistoryStore, judgeByHistory, readQuarantine } from '@millwright/history';

import type { Context } from '../context/context.ts';

/** An execution whose runs have ended. */
export interface EndedExecution {
  readonly executionId: string;
  readonly planned: readonly PlannedTest[];
  /** Its runs, joined. */
  readonly runs: readonly Run[];
}

/** The planned tests, and those that were recorded, whose failures `quarantine.json` forgives, which it says. None when the file is unreadable or switched off. */
export async function findExcusedTests(
  context: Context,
  history: HistoryStore,
  { executionId, planned, runs }: EndedExecution,
): Promise<ReadonlySet<TestId>> {
  if (/^(?:off|0|false|no)$/iu.test(context.world.env['MILLWRIGHT_QUARANTINE']?.trim() ?? '')) return new Set();
  const read = await readQuarantine(context.root);
  if (read.kind === 'unreadable') {
    context.say(`quarantine.json forgives nothing, for it is unreadable: ${read.fault}`);
    return new Set();
  }
  if (read.quarantine.entries.length === 0) return new Set();
  const failed = failedTestsOf(runs);
  const own = await history.listRuns({ executionId });
  const judgement = await judgeByHistory(
    {
      root: context.root,
      dir: context.dir,
      failed,
      obstacles: [],
      nowMs: context.world.nowMs(),
      ownRunIds: new Set(own.map(({ runId }) => runId)),
    },
    read.quarantine,
  );
  if (judgement === undefined) return new Set();
  for (const line of renderJudgement(judgement)) context.say(line);
  const excused = excusedIdsOf(judgement);
  return new Set([...excused, ...plannedIdsOf(planned, failed, excused)]);
}

function failedTestsOf(runs: readonly Run[]): readonly FailedTest[] {
  return runs.flatMap((run) => {
    const attempts = Map.groupBy(run.attempts, (attempt) => attempt.testId);
    return run.tests
      .map((test) => ({ test, attempts: attempts.get(test.id) ?? [] }))
      .filter(({ test, attempts: tried }) => outcomeOf(test, tried) === 'unexpected');
  });
}

/** A planned test may stand for many rows and projects: it is excused when every one of them that failed is. */
function plannedIdsOf(
  planned: readonly PlannedTest[],
  failed: readonly FailedTest[],
  excused: ReadonlySet<TestId>,
): ReadonlySet<TestId> {
  const failedEntries = failed.map(({ test }) => test);
  const isExcused = (test: PlannedTest): boolean => {
    const same = recordedTestsOf(test, failedEntries);
    return same.length > 0 && same.every(({ id }) => excused.has(id));
  };
  return new Set(planned.filter(isExcused).map(({ testId }) => testId));
}
