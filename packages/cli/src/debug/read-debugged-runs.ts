import { type Run, UserError } from '@millwright/core';
import type { HistoryStore, RunSummary } from '@millwright/history';

import { fullRunIdOf } from '../context/full-run-id.ts';
import { readExecution } from '../state/executions.ts';

/** Which runs are to be explained; the newest run, or the execution that it belongs to, when neither is named. */
export interface DebugSubject {
  readonly executionId: string | undefined;
  readonly runId: string | undefined;
}

/** The runs that a person asks about. Throws a UserError when there are none. */
export async function readDebuggedRuns(
  history: HistoryStore,
  { executionId, runId }: DebugSubject,
): Promise<readonly Run[]> {
  if (executionId !== undefined && runId !== undefined) {
    throw new UserError({
      code: 'two-subjects',
      message: 'Expected `--execution-id` or `--run`, got both.',
      hint: 'Leave one of them out.',
    });
  }
  if (executionId !== undefined) return readExecutionRuns(history, executionId);
  const [wanted] =
    runId === undefined
      ? await newestRunOf(history)
      : await history.listRuns({ runIds: [await fullRunIdOf(history, runId)] });
  if (wanted === undefined) throw runId === undefined ? nothingRecorded() : noSuchRun(runId);
  if (runId === undefined && wanted.executionId !== undefined)
    return collect(history.readRuns({ executionId: wanted.executionId }));
  return collect(history.readRuns({ runIds: [wanted.runId] }));
}

/** The newest run of the suite itself: re-runs that prove a repair or stress a new test are not what people ask about. */
async function newestRunOf(history: HistoryStore): Promise<readonly RunSummary[]> {
  return (await history.listRuns({ experiments: false, stress: false, last: 1 })).slice(-1);
}

async function readExecutionRuns(history: HistoryStore, executionId: string): Promise<readonly Run[]> {
  const runs = await collect(history.readRuns({ executionId }));
  if (runs.length > 0) return runs;
  const known = await readExecution(history, executionId);
  throw new UserError({
    code: 'no-such-execution',
    message:
      known === undefined
        ? `There is no execution with the id "${executionId}".`
        : `The execution "${executionId}" recorded no run.`,
    hint:
      known === undefined
        ? 'See the last one: `cat .millwright/strategies/latest_exec.txt`.'
        : 'Its log files are in .millwright/logs.',
  });
}

async function collect(runs: AsyncIterable<Run>): Promise<readonly Run[]> {
  const collected: Run[] = [];
  for await (const run of runs) collected.push(run);
  return collected;
}

function noSuchRun(runId: string): UserError {
  return new UserError({
    code: 'no-such-run',
    message: `There is no run with the id "${runId}".`,
    hint: 'See `e2e history list`.',
  });
}

function nothingRecorded(): UserError {
  return new UserError({
    code: 'nothing-recorded',
    message: 'Nothing is remembered yet, so there is nothing to explain.',
    hint: 'Add the reporter with `e2e init --apply` and run your tests once.',
  });
}
