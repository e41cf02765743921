import type { Attempt, AttemptStatus, Run, TestEntry } from '@millwright/core';

import { Dictionary, deltasOf, sparseOf } from './columns.ts';
import { ContentWriter, textOf } from './contents.ts';
import { FailureWriter } from './failure-columns.ts';
import type { AttemptColumns, CatalogDocument, RunDocument } from './run-document.ts';
import { type TestPlace, stepColumnsOf } from './step-columns.ts';

/** A run as it lies on disk: its own text, and the content documents it refers to (path below `.millwright` → text). */
export interface EncodedRun {
  readonly document: RunDocument;
  readonly text: string;
  readonly contents: ReadonlyMap<string, string>;
}

const letterOf: Readonly<Record<AttemptStatus, string>> = {
  passed: 'p',
  failed: 'f',
  timedOut: 't',
  skipped: 's',
  interrupted: 'i',
};

/** Turns a run into its documents without losing anything: `decodeRun` is the inverse. Equal runs give equal texts. */
export function encodeRun(run: Run): EncodedRun {
  const { status, durationMs, tests, attempts, notRun, errors, notes, ...header } = run;
  const contents = new ContentWriter();
  const failures = new FailureWriter(contents);
  const tables = tablesOf(tests);
  const index = indexOfTests(tables, [
    ...attempts.map((attempt) => attempt.testId),
    ...notRun.map((entry) => entry.testId),
  ]);
  const ordered = attempts.toSorted((a, b) => a.startedAtMs - b.startedAtMs);
  const document: RunDocument = {
    format: 'millwright/run',
    version: 1,
    header,
    status,
    durationMs,
    tests: tables.map((table) => (run.partial ? table : contents.add('catalog', table))),
    ...(index.extra.length > 0 && { extraTestIds: index.extra }),
    attempts: columnsOf(ordered, Date.parse(run.startedAt), index, failures, contents),
    errors: errors.map((failure) => failures.add(failure)),
    templates: failures.templates.entries,
    pages: failures.pages.entries,
    failures: failures.references,
    notRun: notRun.map(({ testId, reason }) =>
      reason === undefined ? [index.of(testId)] : [index.of(testId), reason],
    ),
    notes,
  };
  return { document, text: textOf(document), contents: contents.texts };
}

/** One table per runner, project and file, in that order; its tests as they stand in the file. */
function tablesOf(tests: readonly TestEntry[]): readonly CatalogDocument[] {
  const tables = new Map<string, TestEntry[]>();
  for (const test of tests) {
    const key = JSON.stringify([test.runner, test.project, test.file]);
    const table = tables.get(key);
    if (table) table.push(test);
    else tables.set(key, [test]);
  }
  return [...tables.keys()].sort().map((key) => tableOf(tables.get(key) ?? []));
}

function tableOf(tests: readonly TestEntry[]): CatalogDocument {
  const { runner, project, file } = tests[0] as TestEntry;
  const rows = tests.toSorted((a, b) => a.line - b.line || a.column - b.column || (a.id < b.id ? -1 : 1));
  return {
    format: 'millwright/catalog',
    version: 1,
    runner,
    project,
    file,
    tests: rows.map(({ runner: _runner, project: _project, file: _file, ...row }) => row),
  };
}

/**
 * So many tests of a file share a document of steps. More would need fewer references, but a test that fails changes the
 * document of its neighbours.
 */
const neighbourCount = 8;

interface TestIndex {
  readonly of: (testId: string) => number;
  readonly placeOf: (testId: string) => TestPlace;
  readonly extra: readonly string[];
}

function indexOfTests(tables: readonly CatalogDocument[], named: readonly string[]): TestIndex {
  const indexes = new Map<string, number>();
  const groups = new Map<string, number>();
  let group = 0;
  for (const table of tables) {
    table.tests.forEach((test, position) => {
      if (position % neighbourCount === 0) group += 1;
      indexes.set(test.id, indexes.size);
      groups.set(test.id, group);
    });
  }
  const extra = [...new Set(named.filter((id) => !indexes.has(id)))].sort();
  for (const id of extra) indexes.set(id, indexes.size);
  const of = (id: string) => indexes.get(id) ?? -1;
  return { of, placeOf: (id) => ({ index: of(id), group: groups.get(id) ?? 0 }), extra };
}

function columnsOf(
  attempts: readonly Attempt[],
  startedAtMs: number,
  index: TestIndex,
  failures: FailureWriter,
  contents: ContentWriter,
): AttemptColumns {
  const workers = new Dictionary<readonly [number, number]>();
  const starts = attempts.map((attempt) => attempt.startedAtMs);
  const start = deltasOf(starts, startedAtMs);
  const steps = stepColumnsOf(attempts, (attempt) => index.placeOf(attempt.testId), contents);
  return withoutUndefined({
    test: attempts.map((attempt) => index.of(attempt.testId)),
    status: attempts.map((attempt) => letterOf[attempt.status]).join(''),
    ...(start ? { start } : { startAt: starts }),
    duration: attempts.map((attempt) => attempt.durationMs),
    worker: attempts.map(({ workerIndex, parallelIndex }) =>
      workers.indexOf(`${workerIndex} ${parallelIndex}`, [workerIndex, parallelIndex]),
    ),
    workers: workers.entries,
    retry: sparseOf(attempts.map((attempt) => attempt.retry || undefined)),
    repeat: sparseOf(attempts.map((attempt) => attempt.repeat || undefined)),
    failures: sparseOf(attempts.map((attempt) => attempt.failures?.map((failure) => failures.add(failure)))),
    attachments: sparseOf(attempts.map((attempt) => attempt.attachments)),
    stdout: sparseOf(attempts.map((attempt) => attempt.stdoutTail)),
    stderr: sparseOf(attempts.map((attempt) => attempt.stderrTail)),
    stepsDropped: sparseOf(attempts.map((attempt) => attempt.stepsDropped)),
    steps,
  });
}

function withoutUndefined(columns: {
  readonly [K in keyof AttemptColumns]: AttemptColumns[K] | undefined;
}): AttemptColumns {
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  ) as unknown as AttemptColumns;
}
