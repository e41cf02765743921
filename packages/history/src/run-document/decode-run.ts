import type { Attempt, AttemptStatus, Run, TestEntry } from '@millwright/core';

import { bySparseIndex, sumsOf } from './columns.ts';
import { type ContentKind, contentPathOf } from './contents.ts';
import { type ContentLookup, readFailure } from './failure-columns.ts';
import type { AttemptColumns, CatalogDocument, RunDocument } from './run-document.ts';
import { readSteps } from './step-columns.ts';

/** A run put together again. `missing` names the evidence that could not be found; the run says it in its notes too. */
export interface DecodedRun {
  readonly run: Run;
  readonly missing: readonly string[];
}

export const statusOfLetter: Readonly<Record<string, AttemptStatus>> = {
  p: 'passed',
  f: 'failed',
  t: 'timedOut',
  s: 'skipped',
  i: 'interrupted',
};

/** A run document, or a digest, which refers to catalogs only. */
export interface ReferringDocument {
  readonly tests: RunDocument['tests'];
  readonly templates?: RunDocument['templates'];
  readonly pages?: RunDocument['pages'];
  readonly attempts: { readonly test: readonly number[]; readonly steps?: AttemptColumns['steps'] };
}

/** The content documents that a run or digest refers to. */
export function referencesOf(
  document: ReferringDocument,
): readonly { readonly kind: ContentKind; readonly hash: string; readonly path: string }[] {
  const of = (kind: ContentKind, hashes: readonly string[]) =>
    hashes.map((hash) => ({ kind, hash, path: contentPathOf(kind, hash) }));
  return [
    ...of(
      'catalog',
      document.tests.filter((group) => typeof group === 'string'),
    ),
    ...of('failure', document.templates ?? []),
    ...of('page', document.pages ?? []),
    ...of('steps', document.attempts.steps?.documents ?? []),
  ];
}

/**
 * The tables of a document in the order of its groups; undefined when a catalog is missing, because then nobody can tell
 * which test an attempt belongs to.
 */
export function tablesOfDocument(
  document: Pick<RunDocument, 'tests'>,
  lookup: ContentLookup,
): readonly CatalogDocument[] | undefined {
  const tables = document.tests.map((group) => (typeof group === 'string' ? lookup('catalog', group) : group));
  return tables.every((table) => table !== undefined) ? tables : undefined;
}

/** Inverse of `encodeRun`. Undefined when a catalog is missing; other missing evidence leaves a gap that is told. */
export function decodeRun(document: RunDocument, lookup: ContentLookup): DecodedRun | undefined {
  const tables = tablesOfDocument(document, lookup);
  if (!tables) return undefined;
  const tests = testsOf(tables);
  const ids = [...tests.map((test) => test.id), ...(document.extraTestIds ?? [])];
  const idOf = (index: number) => ids[index] ?? '';
  const missing = new Set<string>();
  const attempts = attemptsOf(document, idOf, lookup, missing);
  const run: Run = {
    ...document.header,
    status: document.status,
    durationMs: document.durationMs,
    tests: tests.sort((a, b) => (a.id < b.id ? -1 : 1)),
    attempts,
    notRun: document.notRun.map(([test, reason]) => ({ testId: idOf(test), ...(reason !== undefined && { reason }) })),
    errors: document.errors.map((index) => readFailure(document, index, lookup, missing)),
    notes: document.notes,
  };
  return { run, missing: [...missing] };
}

const entriesOfTables = new WeakMap<CatalogDocument, readonly TestEntry[]>();

/** The tests of all groups one after the other, which is the order that indexes count in. Runs that share a catalog share its entries. */
export function testsOf(tables: readonly CatalogDocument[]): TestEntry[] {
  return tables.flatMap((table) => {
    const known = entriesOfTables.get(table);
    if (known) return known;
    const { runner, project, file } = table;
    const entries = table.tests.map((test) => ({ runner, project, file, ...test }));
    entriesOfTables.set(table, entries);
    return entries;
  });
}

function attemptsOf(
  document: RunDocument,
  idOf: (index: number) => string,
  lookup: ContentLookup,
  missing: Set<string>,
): Attempt[] {
  const columns = document.attempts;
  const optional = optionalPartsOf(document, lookup, missing);
  const starts = columns.startAt ?? sumsOf(columns.start ?? [], Date.parse(document.header.startedAt));
  const retry = bySparseIndex(columns.retry);
  const repeat = bySparseIndex(columns.repeat);
  return columns.test.map((test, index) => {
    const [workerIndex, parallelIndex] = columns.workers[columns.worker[index] ?? -1] ?? [-1, -1];
    const attempt: Attempt = {
      testId: idOf(test),
      retry: retry.get(index) ?? 0,
      repeat: repeat.get(index) ?? 0,
      status: statusOfLetter[columns.status[index] ?? ''] ?? 'interrupted',
      startedAtMs: starts[index] ?? 0,
      durationMs: columns.duration[index] ?? 0,
      workerIndex,
      parallelIndex,
    };
    return Object.assign(attempt, optional.get(index));
  });
}

function optionalPartsOf(
  document: RunDocument,
  lookup: ContentLookup,
  missing: Set<string>,
): ReadonlyMap<number, Partial<Attempt>> {
  const columns: AttemptColumns = document.attempts;
  const steps = readSteps(columns, lookup, missing);
  const parts = new Map<number, Partial<Attempt>>();
  const put = (index: number, part: Partial<Attempt>) => parts.set(index, { ...parts.get(index), ...part });
  steps.forEach((list, index) => list && put(index, { steps: list }));
  for (const [index, stepsDropped] of columns.stepsDropped ?? []) put(index, { stepsDropped });
  for (const [index, list] of columns.failures ?? [])
    put(index, { failures: list.map((failure) => readFailure(document, failure, lookup, missing)) });
  for (const [index, attachments] of columns.attachments ?? []) put(index, { attachments });
  for (const [index, stdoutTail] of columns.stdout ?? []) put(index, { stdoutTail });
  for (const [index, stderrTail] of columns.stderr ?? []) put(index, { stderrTail });
  return parts;
}
