import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { CoverageDocument } from '../coverage/coverage-document.ts';
import { listFiles } from '../files/list-files.ts';
import { isOrphanedTemp } from '../files/temp-name.ts';
import { removeQuietly } from '../files/write-file.ts';
import { contentFolders, folders } from '../format/layout.ts';
import type { PruneResult } from '../history-store.ts';
import { referencesOf } from '../run-document/decode-run.ts';
import type { DocumentReader } from './document-reader.ts';
import type { RunReader } from './run-reader.ts';

export interface PruneOptions {
  readonly retentionDays: number;
  readonly nowMs: number;
  readonly dryRun?: boolean;
}

/** A document that nothing refers to may belong to a run that is just being written; after this time it does not. */
const settledMs = 3_600_000;

/** Removes runs older than the retention, and evidence that no remaining run refers to. */
export async function pruneHistory(
  dir: string,
  documents: DocumentReader,
  runs: RunReader,
  options: PruneOptions,
): Promise<PruneResult> {
  const plan = await planPrune(dir, documents, runs, options);
  let freedBytes = 0;
  for (const path of plan.paths) {
    freedBytes += (await stat(join(dir, path)).catch(() => undefined))?.size ?? 0;
    if (!options.dryRun) await removeQuietly(join(dir, path));
  }
  return { removedRuns: plan.runIds, removedFiles: plan.paths.length, freedBytes };
}

async function planPrune(dir: string, documents: DocumentReader, runs: RunReader, options: PruneOptions) {
  const oldest = options.nowMs - options.retentionDays * 86_400_000;
  const needed = new Set<string>();
  const runIds = new Set<string>();
  const paths: string[] = [];
  let complete = true;
  for (const path of await runs.listPaths()) {
    const document = await runs.readDocument(path);
    if (!document) complete = false;
    else if (Date.parse(document.header.startedAt) < oldest) {
      paths.push(path);
      runIds.add(document.header.runId);
    } else for (const reference of referencesOf(document)) needed.add(reference.path);
  }
  const coverage = await planCoverage(dir, documents, oldest, needed);
  paths.push(...coverage.paths);
  // What a document that we cannot read refers to is not known, so all evidence stays.
  if (complete && coverage.complete) paths.push(...(await listUnneeded(dir, needed, options.nowMs)));
  paths.push(...(await listOrphans(dir, options.nowMs)));
  return { runIds: [...runIds], paths };
}

async function planCoverage(dir: string, documents: DocumentReader, oldest: number, needed: Set<string>) {
  const paths: string[] = [];
  let complete = true;
  for (const path of await listFiles(dir, folders.coverage)) {
    if (!path.endsWith('.json') || path.startsWith(`${folders.coverageSources}/`)) continue;
    const document = await documents.read<CoverageDocument>(path, 'coverage');
    if (!document) complete = false;
    else if (Date.parse(document.startedAt) < oldest) paths.push(path);
    else
      for (const [, counters] of document.totals ?? [])
        needed.add(`${folders.coverageSources}/${counters.source}.json`);
  }
  return { paths, complete };
}

async function listUnneeded(dir: string, needed: ReadonlySet<string>, nowMs: number): Promise<string[]> {
  const unneeded: string[] = [];
  for (const folder of contentFolders) {
    for (const path of await listFiles(dir, folder)) {
      if (path.endsWith('.json') && !needed.has(path) && (await ageMsOf(dir, path, nowMs)) > settledMs)
        unneeded.push(path);
    }
  }
  return unneeded;
}

async function listOrphans(dir: string, nowMs: number): Promise<string[]> {
  const orphans: string[] = [];
  for (const path of [...(await listFiles(dir, 'history')), ...(await listFiles(dir, folders.cache))]) {
    if (path.endsWith('.tmp') && isOrphanedTemp(path, await ageMsOf(dir, path, nowMs))) orphans.push(path);
  }
  return orphans;
}

async function ageMsOf(dir: string, path: string, nowMs: number): Promise<number> {
  const info = await stat(join(dir, path)).catch(() => undefined);
  return info ? nowMs - info.mtimeMs : 0;
}
