import type { Run } from '@millwright/core';

import { withoutCutDocument } from '../cuts/with-cut.ts';
import { runLinesFormat, runLinesVersion } from './run-lines-format.ts';

/**
 * Runs as JSON Lines: for each run a line `run`, its tests, attempts, tests not run and errors, and a line `end` that
 * tells how many there were. Nothing is lost but the cut of a shard, which only helps beside the others of its build.
 */
export function renderRunLines(runs: readonly Run[]): string {
  return runs
    .flatMap(linesOf)
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

function linesOf(run: Run): object[] {
  const { tests, attempts, notRun, errors, ...header } = run;
  const { runId } = run;
  const lineOf = (type: string) => (content: object) => ({ type, runId, ...content });
  return [
    { type: 'run', format: runLinesFormat, version: runLinesVersion, ...withoutCutDocument(header) },
    ...tests.map(lineOf('test')),
    ...attempts.map(lineOf('attempt')),
    ...notRun.map(lineOf('notRun')),
    ...errors.map(lineOf('error')),
    { type: 'end', runId, tests: tests.length, attempts: attempts.length },
  ];
}
