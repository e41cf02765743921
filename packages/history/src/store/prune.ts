import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { CoverageDocument } from '../coverage/coverage-document.ts';
import { cutReferenceOf } from '../cuts/with-cut.ts';
import { listForgotten } from '../elements/list-forgotten.ts';
import { listFiles } from '../files/list-files.ts';
import { isOrphanedTemp } from '../files/temp-name.ts';
import { removeQuietly, writeImmutableFile } from '../files/write-file.ts';
import { contentFolders, folders } from '../format/layout.ts';
import type { PruneResult } from '../history-store.ts';
import { LightRunReader } from '../index-cache/light-run-reader.ts';
import { referencesOf } from '../run-document/decode-run.ts';
import type { RunDocument } from '../run-document/run-document.ts';
import type { DocumentReader } from './document-reader.ts';
import { type PlannedDigest, planDigest } from './plan-digest.ts';
import type { RunReader } from './run-reader.ts';

export interface PruneOptions {
  readonly retentionDays: number;
  readonly nowMs: number;
  readonly dryRun?: boolean;
}

/** A document that nothing refers to may belong to a run that is just being written; after this time it does not. */
const settledMs = 3_600_000;

/**
 * Removes runs older than the retention, and evidence that no remaining run refers to. Of each run a digest stays, so
 * statistics go on. The bytes of new digests are taken off those that were freed.
 */
export async function pruneHistory(
  dir: string,
  documents: DocumentReader,
  runs: RunReader,
  options: PruneOptions,
): Promise<PruneResult> {
  const plan = await planPrune(dir, documents, runs, options);
  let freedBytes = 0;
  for (const { path, digest } of plan.runs) {
    // The digest is safe on disk before the run goes.
    if (digest && !options.dryRun) await writeImmutableFile(join(dir, digest.path), digest.text);
    freedBytes += (await removeFile(dir, path, options)) - (digest?.addedBytes ?? 0);
  }
  for (const path of plan.paths) freedBytes += await removeFile(dir, path, options);
  return { removedRuns: plan.runIds, removedFiles: plan.runs.length + plan.paths.length, freedBytes };
}

async function removeFile(dir: string, path: string, options: PruneOptions): Promise<number> {
  const size = (await stat(join(dir, path)).catch(() => undefined))?.size ?? 0;
  if (!options.dryRun) await removeQuietly(join(dir, path));
  return size;
}

async function planPrune(dir: string, documents: DocumentReader, runs: RunReader, options: PruneOptions) {
  const oldest = options.nowMs - options.retentionDays * 86_400_000;
  const needed = new Set<string>();
  const old = await planRuns(dir, runs, oldest, needed);
  const digests = await planOldDigests(runs, needed);
  const coverage = await planCoverage(dir, documents, oldest, needed);
  const paths = [...coverage.paths, ...(await listForgotten(dir, documents, oldest))];
  // What a document that we cannot read refers to is not known, so all evidence stays.
  if (old.complete && digests.complete && coverage.complete)
    paths.push(...(await listUnneeded(dir, needed, options.nowMs)));
  paths.push(...(await listOrphans(dir, options.nowMs)));
  return { runIds: [...old.runIds], runs: old.runs, paths };
}

/** A run ages from its start; one that was imported from the day it came, or a team's past would go the day it arrives. */
async function keptSinceMs(dir: string, path: string, { header }: RunDocument): Promise<number> {
  const startedMs = Date.parse(header.startedAt);
  if (header.importedFrom === undefined) return startedMs;
  return Math.max(startedMs, (await stat(join(dir, path)).catch(() => undefined))?.mtimeMs ?? 0);
}

interface PrunedRun {
  readonly path: string;
  readonly digest: PlannedDigest | undefined;
}

async function planRuns(dir: string, runs: RunReader, oldest: number, needed: Set<string>) {
  const light = new LightRunReader(runs);
  const pruned: PrunedRun[] = [];
  const runIds = new Set<string>();
  let complete = true;
  for (const path of await runs.listPaths()) {
    const document = await runs.readDocument(path);
    if (!document) complete = false;
    else if ((await keptSinceMs(dir, path, document)) < oldest) {
      const digest = await planDigest(dir, path, document, runs, light);
      pruned.push({ path, digest });
      runIds.add(document.header.runId);
      for (const reference of digest?.needed ?? []) needed.add(reference);
    } else
      for (const needs of [...referencesOf(document).map((reference) => reference.path), ...cutReferenceOf(document)])
        needed.add(needs);
  }
  return { runs: pruned, runIds, complete };
}

/** Digests of earlier prunings go on to need their catalogs. */
async function planOldDigests(runs: RunReader, needed: Set<string>) {
  let complete = true;
  for (const path of await runs.listPaths(folders.digests)) {
    const digest = await runs.readDigest(path);
    if (!digest) complete = false;
    else for (const reference of referencesOf(digest)) needed.add(reference.path);
  }
  return { complete };
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
