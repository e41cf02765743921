import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';

import { folders } from '../format/layout.ts';
import type { DocumentReader } from '../store/document-reader.ts';
import type { CoverageDocument, CoverageSourceDocument, FileCounters } from './coverage-document.ts';
import { orderedKeys } from './encode-coverage.ts';
import { readCoverageDocuments } from './read-coverage-map.ts';

/** The istanbul coverage of the newest run that has any, its shards added up by istanbul's own rules. */
export async function readCoverageTotals(dir: string, documents: DocumentReader): Promise<CoverageMapData | undefined> {
  const withTotals = (await readCoverageDocuments(dir, documents)).filter((document) => document.totals);
  const newest = withTotals[0]?.runId;
  if (newest === undefined) return undefined;
  const { default: istanbul } = await import('istanbul-lib-coverage');
  const map = istanbul.createCoverageMap({});
  for (const document of withTotals.filter((one) => one.runId === newest))
    map.merge(await totalsOf(document, documents));
  return Object.fromEntries(map.files().map((file) => [file, map.fileCoverageFor(file).data]));
}

async function totalsOf(document: CoverageDocument, documents: DocumentReader): Promise<CoverageMapData> {
  const totals: CoverageMapData = {};
  for (const [, counters] of document.totals ?? []) {
    const source = await documents.read<CoverageSourceDocument>(
      `${folders.coverageSources}/${counters.source}.json`,
      'coverage-source',
    );
    const file = source && fileCoverageOf(source, counters);
    if (file) totals[file.path] = file;
  }
  return totals;
}

/** Puts the maps and the counters of one file together again. */
function fileCoverageOf(source: CoverageSourceDocument, counters: FileCounters): FileCoverageData {
  const map = source.map as unknown as FileCoverageData;
  const byKey = <T>(keys: readonly string[], values: readonly T[]) =>
    Object.fromEntries(keys.map((key, index) => [key, values[index] as T]));
  return {
    ...map,
    s: byKey(orderedKeys(map.statementMap), counters.s),
    f: byKey(orderedKeys(map.fnMap), counters.f),
    b: byKey(
      orderedKeys(map.branchMap),
      counters.b.map((values) => [...values]),
    ),
  };
}
