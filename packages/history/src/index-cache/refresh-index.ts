import type { RunRef, TestEntry } from '@millwright/core';

import type { RunSummary } from '../history-store.ts';
import { tablesOfDocument, testsOf } from '../run-document/decode-run.ts';
import type { RunDocument } from '../run-document/run-document.ts';
import type { RunReader } from '../store/run-reader.ts';
import { DigestRings } from './digest-rings.ts';
import { TestTable, digestOf } from './digest.ts';
import { type IndexDocument, type RunDigest, emptyIndex } from './index-document.ts';
import {
  type LightAttempt,
  type TestObservation,
  lightAttemptsOf,
  observationOf,
  outcomeCountsOf,
  runRefOf,
  summaryOf,
} from './observe-document.ts';

/** An index that fits the run documents on disk, and whether it differs from the one given. */
export interface RefreshedIndex {
  readonly index: IndexDocument;
  readonly changed: boolean;
}

/**
 * Brings an index up to the documents at `paths`. New documents are folded in; when one that was folded is gone,
 * all is read again, because what it said cannot be taken out.
 */
export async function refreshIndex(
  known: IndexDocument,
  paths: readonly string[],
  reader: RunReader,
  ring: number,
): Promise<RefreshedIndex> {
  const present = new Set(paths);
  const base = Object.keys(known.summaries).every((path) => present.has(path)) ? known : emptyIndex;
  const fresh = paths.filter((path) => base.summaries[path] === undefined);
  if (fresh.length === 0 && base === known) return { index: known, changed: false };
  const index = await foldDocuments(base, paths, fresh, reader, ring);
  // A document that cannot be used stays out of the index, so that it is tried again and told again.
  const added = Object.keys(index.summaries).length - Object.keys(base.summaries).length;
  return { index, changed: added > 0 || base !== known };
}

async function foldDocuments(
  base: IndexDocument,
  paths: readonly string[],
  fresh: readonly string[],
  reader: RunReader,
  ring: number,
): Promise<IndexDocument> {
  const summaries: Record<string, RunSummary> = { ...base.summaries };
  const rings = new DigestRings(base.digests, ring);
  const wanted: { readonly ref: RunRef; readonly observations: readonly TestObservation[] }[] = [];
  const groups = Map.groupBy(paths, runKeyOf);
  // Names sort by time, mostly: from the newest on, the rings are full early and older runs need no digest.
  for (const key of [...new Set(fresh.map(runKeyOf))].reverse()) {
    const group = await readGroup(groups.get(key) ?? [], reader);
    if (group.summaries.size === 0) continue;
    for (const [path, summary] of group.summaries) summaries[path] = summary;
    const ref = runRefOf([...group.summaries.values()]);
    if (rings.reserve(ref)) wanted.push({ ref, observations: group.observations() });
  }
  const tests = new TestTable(base.tests);
  const newest = base.digests.at(-1)?.ref.startedAt ?? '';
  for (const { ref, observations } of wanted.sort(
    (a, b) => Date.parse(a.ref.startedAt) - Date.parse(b.ref.startedAt),
  )) {
    rings.put(digestOf(ref, observations, tests, ref.startedAt >= newest));
  }
  return { ...emptyIndex, summaries, ...compacted(rings.digests(), tests) };
}

/** The part of a file name that all shards of a run share. */
function runKeyOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(\.shard-\d+-of-\d+)?(~[0-9a-f]{8})?\.json$/, '');
}

interface RunGroup {
  readonly summaries: ReadonlyMap<string, RunSummary>;
  readonly observations: () => readonly TestObservation[];
}

/** Reads the shards of one run as one: attempts of a test that ran in two of them are judged together. */
async function readGroup(paths: readonly string[], reader: RunReader): Promise<RunGroup> {
  const summaries = new Map<string, RunSummary>();
  const parts: { readonly document: RunDocument; readonly tests: readonly TestEntry[] }[] = [];
  for (const path of paths.toSorted()) {
    const document = await reader.readDocument(path);
    const tables = document && tablesOfDocument(document, await reader.readReferences(document, ['catalog']));
    const tests = tables && testsOf(tables);
    if (!tests) continue;
    summaries.set(path, summaryOf(document, outcomeCountsOf(document, tests)));
    parts.push({ document, tests });
  }
  const attempts = () => parts.map(({ document, tests }) => lightAttemptsOf(document, tests));
  return { summaries, observations: () => joinedObservationsOf(attempts()) };
}

function joinedObservationsOf(
  parts: readonly ReadonlyMap<TestEntry, readonly LightAttempt[]>[],
): readonly TestObservation[] {
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
