import type { Attempt, Failure, Run, TestEntry } from '@millwright/core';
import { z } from 'zod';

import type { CtrfDocument } from './ctrf-document.ts';
import { checked } from './report-content.ts';
import { attemptSchema, failureSchema, headerSchema, notRunSchema, testSchema } from './run-lines.ts';

const runSchema = z.looseObject({
  ...headerSchema.shape,
  errors: z.array(failureSchema),
  notRun: z.array(notRunSchema),
});
const title = 'a CTRF report of Millwright';

/** The run in the `extra` parts of a report that `renderCtrf` wrote; undefined for reports of other tools. */
export function ownRunIn({ results }: CtrfDocument, path: string): Run | undefined {
  if (results.extra?.millwright === undefined) return undefined;
  const { errors, notRun, ...header } = checked(runSchema, results.extra.millwright, path, title);
  const tests = new Map<string, TestEntry>();
  const attempts: Attempt[] = [];
  for (const test of results.tests) {
    const entry = test.extra?.millwright;
    const all = [
      ...(test.retryAttempts ?? []).map((attempt) => attempt.extra?.millwright),
      (entry as { attempt?: unknown } | undefined)?.attempt,
    ];
    const told = checked(
      testSchema,
      (entry as { test?: unknown } | undefined)?.test,
      path,
      title,
    ) as unknown as TestEntry;
    tests.set(told.id, told);
    for (const attempt of all)
      if (attempt !== undefined) attempts.push(checked(attemptSchema, attempt, path, title) as unknown as Attempt);
  }
  return {
    ...(header as unknown as Omit<Run, 'tests' | 'attempts' | 'errors' | 'notRun'>),
    tests: [...tests.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    attempts: attempts.sort((a, b) => a.startedAtMs - b.startedAtMs),
    errors: errors as unknown as Failure[],
    notRun: notRun as { testId: string; reason?: string }[],
  };
}
