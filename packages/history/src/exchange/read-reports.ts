import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

import { type Run, UserError } from '@millwright/core';

import type { ImportFilesOptions } from './import-files.ts';
import type { Importer, ParseContext, ReportFile } from './importer.ts';
import { importers } from './importers.ts';

/** Folders that hold no tests of the project. */
const skippedFolders = new Set([
  'node_modules',
  '.git',
  '.millwright',
  'dist',
  'coverage',
  'test-results',
  'playwright-report',
  'allure-results',
  'allure-report',
]);
const knownFilesLimit = 50_000;
const reportName = /\.(?:json|jsonl|ndjson|xml|zip)$/i;

interface FoundFile extends ReportFile {
  readonly fromFolder: boolean;
}

/** The work of `importFiles`. */
export async function readReports(options: ImportFilesOptions): Promise<Run[]> {
  const found = (await Promise.all(options.paths.map((path) => readReportFiles(path, options)))).flat();
  const unique = [...new Map(found.map((file) => [file.path, file])).values()];
  const claimed = claimedFiles(unique, options);
  const context: ParseContext = {
    root: options.root,
    ...(options.runner === undefined ? {} : { runner: options.runner }),
    ...(options.project === undefined ? {} : { project: options.project }),
    facts: options.facts,
    knownFiles: await readKnownFiles(options.root),
  };
  const runs = [...claimed].flatMap(([importer, files]) =>
    reportsOf(importer, files).flatMap((report) => importer.parse(report, context)),
  );
  const distinct = [...new Map(runs.map((run) => [`${run.runId} ${run.shard?.current ?? 0}`, run])).values()];
  const { redact } = options;
  const clean = redact ? distinct.map((run) => redactedRun(run, redact)) : distinct;
  return clean.sort((a, b) =>
    a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : (a.shard?.current ?? 0) - (b.shard?.current ?? 0),
  );
}

async function readReportFiles(path: string, { root, nowMs }: ImportFilesOptions): Promise<FoundFile[]> {
  const absolute = isAbsolute(path) ? path : join(root, path);
  const info = await stat(absolute).catch(() => undefined);
  if (!info)
    throw new UserError({
      code: 'no-such-report',
      message: `There is no file or folder ${path}.`,
      hint: `Paths are relative to ${root}.`,
    });
  if (!info.isDirectory()) return [await readReportFile(absolute, path, nowMs, false)];
  const names = (await readdir(absolute, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && reportName.test(entry.name))
    .map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readReportFile(join(absolute, name), join(path, name), nowMs, true)));
}

async function readReportFile(absolute: string, path: string, nowMs: number, fromFolder: boolean): Promise<FoundFile> {
  try {
    const [bytes, info] = await Promise.all([readFile(absolute), stat(absolute)]);
    return { path, bytes, modifiedAtMs: Math.min(Math.round(info.mtimeMs), nowMs), fromFolder };
  } catch (cause) {
    throw new UserError({
      code: 'unreadable-report',
      message: `${path} cannot be read: ${(cause as Error).message}.`,
      cause,
    });
  }
}

/** Files by the importer that takes them. In a folder, files of no known kind are passed over, unless none is known. */
function claimedFiles(
  files: readonly FoundFile[],
  { format, paths }: ImportFilesOptions,
): ReadonlyMap<Importer, FoundFile[]> {
  const claimed = new Map<Importer, FoundFile[]>();
  for (const file of files) {
    const importer = importerOf(file, format);
    if (importer) claimed.set(importer, [...(claimed.get(importer) ?? []), file]);
    else if (!file.fromFolder) throw unknownKind(file.path);
  }
  if (claimed.size === 0) throw unknownKind(paths.join(', '));
  return claimed;
}

function importerOf(file: FoundFile, format: string | undefined): Importer | undefined {
  if (format === undefined) return importers.find((importer) => importer.detects(file));
  const importer = importers.find(({ name }) => name === format);
  if (!importer)
    throw new UserError({
      code: 'unknown-format',
      message: `There is no import format "${format}".`,
      hint: `Known formats: ${importers.map(({ name }) => name).join(', ')}.`,
    });
  // A folder holds other files too; a file that was named is taken at the user's word.
  return file.fromFolder && !importer.detects(file) ? undefined : importer;
}

function unknownKind(path: string): UserError {
  const kinds = importers.map(({ title }) => title);
  return new UserError({
    code: 'unknown-report',
    message: `${path} is no report that can be imported: expected ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1) ?? ''}, found none of these.`,
    hint: 'Name the kind with --format if it is one of them.',
  });
}

function reportsOf(importer: Importer, files: readonly FoundFile[]): ReportFile[][] {
  if (importer.takes === 'all') return [[...files]];
  if (importer.takes === 'file') return files.map((file) => [file]);
  return [...Map.groupBy(files, (file) => dirname(file.path)).values()];
}

/** Files below the root, posix; at most 50,000, so that a huge tree does not hold up an import. */
async function readKnownFiles(root: string): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (known.size >= knownFilesLimit) return;
      const path = join(folder, entry.name);
      if (entry.isFile()) known.add(relative(root, path).split(sep).join('/'));
      else if (entry.isDirectory() && !skippedFolders.has(entry.name)) await visit(path);
    }
  };
  await visit(root);
  return known;
}

/** Identities stay as they are: a test must keep its id. */
function redactedRun(run: Run, redact: (text: string) => string): Run {
  const texts = <T>(value: T): T => {
    if (typeof value === 'string') return redact(value) as T;
    if (Array.isArray(value)) return value.map(texts) as T;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, key === 'testId' ? part : texts(part)]),
    ) as T;
  };
  const tests = run.tests.map((test) => (test.annotations ? { ...test, annotations: texts(test.annotations) } : test));
  return { ...run, tests, attempts: texts(run.attempts), errors: texts(run.errors), notes: texts(run.notes) };
}
