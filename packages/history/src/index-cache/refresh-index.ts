import type { RunRef, TestEntry } from '@millwright/core';

import type { RunSummary } from '../history-store.ts';
import { DigestRings } from './digest-rings.ts';
import { TestTable, digestOf } from './digest.ts';
import { type IndexDocument, type RunDigest, emptyIndex } from './index-document.ts';
import type { LightRun } from './light-run.ts';
import type { LightRunReader } from './light-run-reader.ts';
import {
  type LightAttempt,
  type TestObservation,
  observationOf,
  readLightAttempts,
  runRefOf,
  summaryOf,
} from './observe-document.ts';

/** An index that fits the documents on disk, and whether it differs from the one given. */
export interface RefreshedIndex {
  readonly index: IndexDocument;
  readonly changed: boolean;
}

/** Path of a run document or digest → its size and time of change. */
export type DocumentStamps = ReadonlyMap<string, string>;

/**
 * Brings an index up to the documents given. New ones are folded in; when one that was folded is gone or was edited,
 * all is read again, because what it said cannot be taken out.
 */
export async function refreshIndex(
  known: IndexDocument,
  documents: DocumentStamps,
  reader: LightRunReader,
  ring: number,
): Promise<RefreshedIndex> {
  const holds = Object.entries(known.stamps).every(([path, stamp]) => documents.get(path) === stamp);
  const base = holds ? known : emptyIndex;
  const fresh = [...documents.keys()].filter((path) => base.stamps[path] === undefined);
  if (fresh.length === 0 && base === known) return { index: known, changed: false };
  const index = await foldDocuments(base, documents, fresh, reader, ring);
  // A document that cannot be used stays out of the index, so that it is tried again and told again.
  const added = Object.keys(index.stamps).length - Object.keys(base.stamps).length;
  return { index, changed: added > 0 || base !== known };
}

async function foldDocuments(
  base: IndexDocument,
  documents: DocumentStamps,
  fresh: readonly string[],
  reader: LightRunReader,
  ring: number,
): Promise<IndexDocument> {
  const summaries: Record<string, RunSummary> = { ...base.summaries };
  const stamps: Record<string, string> = { ...base.stamps };
  const rings = new DigestRings(base.digests, ring);
  const wanted: { readonly ref: RunRef; readonly observations: readonly TestObservation[] }[] = [];
  const groups = Map.groupBy(documents.keys(), runKeyOf);
  // Names sort by time, mostly: from the newest on, the rings are full early and older runs need no digest.
  for (const key of [...new Set(fresh.map(runKeyOf))].reverse()) {
    const group = await reader.readGroup(groups.get(key) ?? []);
    if (group.runs.length === 0) continue;
    for (const [path, run] of group.documents) summaries[path] = summaryOf(run);
    for (const path of group.used) stamps[path] = documents.get(path) ?? '';
    if (group.runs.some(({ header }) => header.experiment)) continue;
    const ref = runRefOf(group.runs.map(({ header, status }) => ({ ...header, status })));
    if (rings.reserve(ref)) wanted.push({ ref, observations: await readJoinedObservations(group.runs) });
  }
  const tests = new TestTable(base.tests);
  const newest = base.digests.at(-1)?.ref.startedAt ?? '';
  for (const { ref, observations } of wanted.sort(
    (a, b) => Date.parse(a.ref.startedAt) - Date.parse(b.ref.startedAt),
  )) {
    rings.put(digestOf(ref, observations, tests, ref.startedAt >= newest));
  }
  return { ...emptyIndex, summaries, stamps, ...compacted(rings.digests(), tests) };
}

/** The part of a file name that all shards of a run share. */
function runKeyOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(\.shard-\d+-of-\d+)?(~[0-9a-f]{8})?\.json$/, '');
}

/** The shards of one run as one: attempts of a test that ran in two of them are judged together. */
async function readJoinedObservations(runs: readonly LightRun[]): Promise<readonly TestObservation[]> {
  const parts = await Promise.all(runs.map(readLightAttempts));
  const joined = new Map<string, { readonly test: TestEntry; attempts: readonly LightAttempt[] }>();
  for (const [test, attempts] of parts.flatMap((part) => [...part])) {
    const known = joined.get(test.id);
    if (known) known.attempts = [...known.attempts, ...attempts].sort((a, b) => a.startedAtMs - b.startedAtMs);
    else joined.set(test.id, { test, attempts });
  }
  return [...joined.values()].map(({ test, attempts }) => observationOf(test, attempts));
}

/** Leaves out tests that no digest names any more. */
function compacted(digests: readonly RunDigest[], tests: TestTable): Pick<IndexDocument, 'tests' | 'digests'> {
  const used = new Set<number>();
  for (const digest of digests) {
    let index = 0;
    for (const delta of digest.test) used.add((index += delta));
  }
  if (used.size === tests.entries.length) return { tests: tests.entries, digests };
  const kept = [...used].sort((a, b) => a - b);
  const newIndex = new Map(kept.map((old, index) => [old, index]));
  return {
    tests: kept.flatMap((old) => tests.entries[old] ?? []),
    digests: digests.map((digest) => ({ ...digest, test: renumbered(digest.test, newIndex) })),
  };
}

function renumbered(deltas: readonly number[], newIndex: ReadonlyMap<number, number>): number[] {
  let index = 0;
  let last = 0;
  return deltas.map((delta) => {
    index += delta;
    const renumbered = newIndex.get(index) ?? 0;
    const difference = renumbered - last;
    last = renumbered;
    return difference;
  });
}
