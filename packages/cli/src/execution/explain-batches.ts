import { type ExecutedBatch, type Run, isExpected } from '@millwright/core';

/** Marks the batches whose runner failed for no reason that their runs tell; see `ExecutedBatch.unexplained`. */
export function explainedBatchesOf(batches: readonly ExecutedBatch[], runs: readonly Run[]): readonly ExecutedBatch[] {
  const byId = Map.groupBy(runs, (run) => run.runId);
  return batches.map((batch) => {
    const own = batch.runId === undefined ? undefined : byId.get(batch.runId);
    const { unexplained: _, ...rest } = batch;
    if (own === undefined) return batch;
    return isFailure(batch) && !own.some(explainsFailure) ? { ...rest, unexplained: true as const } : rest;
  });
}

/** 130 is how a runner ends that was stopped by a signal. */
function isFailure({ exitCode }: ExecutedBatch): boolean {
  return exitCode !== undefined && exitCode !== 0 && exitCode !== 130;
}

function explainsFailure(run: Run): boolean {
  if (run.status === 'interrupted' || run.status === 'crashed' || run.errors.length > 0) return true;
  const tests = new Map(run.tests.map((test) => [test.id, test]));
  return run.attempts.some((attempt) => {
    const test = tests.get(attempt.testId);
    return attempt.status !== 'interrupted' && test !== undefined && !isExpected(test, attempt);
  });
}
