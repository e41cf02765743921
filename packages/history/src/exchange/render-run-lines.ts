import type { Run } from '@millwright/core';

import { runLinesFormat, runLinesVersion } from './run-lines-format.ts';

/**
 * Runs as JSON Lines: for each run a line `run`, its tests, attempts, tests not run and errors, and a line `end` that
 * tells how many there were. Nothing is lost.
 */
export function renderRunLines(runs: readonly Run[]): string {
  return runs.flatMap(linesOf).map((line) => `${JSON.stringify(line)}\n`).join('');
}

function linesOf(run: Run): object[] {
  const { tests, attempts, notRun, errors, ...header } = run;
  const { runId } = run;
  return [
    { type: 'run', format: runLinesFormat, version: runLinesVersion, ...header },
    ...tests.map((test) => ({ type: 'test', runId, ...test })),
    ...attempts.map((attempt) => ({ type: 'attempt', runId, ...attempt })),
    ...notRun.map((test) => ({ type: 'notRun', runId, ...test })),
    ...errors.map((error) => ({ type: 'error', runId, ...error })),
    { type: 'end', runId, tests: tests.length, attempts: attempts.length },
  ];
}
