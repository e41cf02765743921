import type { Execution } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

const name = 'executions';

/** Older executions are forgotten here; their runs stay in the history. */
const keptExecutions = 200;

/** The execution with this id, or undefined. */
export async function readExecution(history: HistoryStore, executionId: string): Promise<Execution | undefined> {
  const { executions } = await history.readState<ExecutionsDocument>(name, empty);
  return executions.find((execution) => execution.executionId === executionId);
}

/** Adds an execution or replaces the one with its id. */
export async function writeExecution(history: HistoryStore, execution: Execution): Promise<void> {
  await history.updateState<ExecutionsDocument>(name, empty, ({ executions }) => ({
    executions: [...executions.filter((other) => other.executionId !== execution.executionId), execution]
      .toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))
      .slice(-keptExecutions),
  }));
}

interface ExecutionsDocument {
  readonly executions: readonly Execution[];
}

const empty: ExecutionsDocument = { executions: [] };
