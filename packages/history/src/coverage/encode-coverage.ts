import { isAbsolute, relative, sep } from 'node:path';

import type { Run } from '@millwright/core';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';

import { canonicalOf } from '../format/canonical.ts';
import { contentHashOf } from '../format/content-hash.ts';
import { folders } from '../format/layout.ts';
import type { CoverageDraft } from '../recorder/run-draft.ts';
import { Dictionary, deltasOf } from '../run-document/columns.ts';
import { textOf } from '../run-document/contents.ts';
import type { CoverageDocument, FileCounters } from './coverage-document.ts';

/** A coverage document as text, and the documents it refers to. */
export interface EncodedCoverage {
  readonly text: string;
  readonly contents: ReadonlyMap<string, string>;
}

/** The coverage of a run as text, and the coverage sources it refers to (path below `.millwright` → text). */
export async function encodeCoverage(
  run: Pick<Run, 'runId' | 'shard' | 'startedAt'>,
  coverage: CoverageDraft,
  root: string,
): Promise<EncodedCoverage> {
  const contents = new Map<string, string>();
  const totals = await mergedTotals(coverage.totals, root);
  const files = [...new Set([...coverage.tests.flatMap((test) => test.files), ...Object.keys(totals)])].sort();
  const indexOf = new Map(files.map((file, index) => [file, index]));
  const sets = new Dictionary<readonly number[]>();
  const tests = coverage.tests
    .toSorted((a, b) => (a.testId < b.testId ? -1 : 1))
    .map((test) => {
      const indexes = [...new Set(test.files)].map((file) => indexOf.get(file) ?? 0).sort((a, b) => a - b);
      const deltas = deltasOf(indexes, 0) ?? indexes;
      return [test.testId, sets.indexOf(deltas.join(), deltas), test.precision === 'executed' ? 1 : 0] as const;
    });
  const document: CoverageDocument = {
    format: 'millwright/coverage',
    version: 1,
    runId: run.runId,
    ...(run.shard && { shard: run.shard }),
    startedAt: run.startedAt,
    files,
    sets: sets.entries,
    tests,
    ...(coverage.totals.length > 0 && {
      totals: Object.keys(totals)
        .sort()
        .map((file) => [indexOf.get(file) ?? 0, countersOf(totals[file] as FileCoverageData, file, contents)] as const),
    }),
  };
  return { text: textOf(document), contents };
}

/** Adds the totals up with istanbul's own rules, under paths relative to the root. */
async function mergedTotals(totals: CoverageDraft['totals'], root: string): Promise<CoverageMapData> {
  if (totals.length === 0) return {};
  const relativeTotals = totals.map((data) => relativeMapOf(data as unknown as CoverageMapData, root));
  if (relativeTotals.length === 1) return relativeTotals[0] ?? {};
  const { default: istanbul } = await import('istanbul-lib-coverage');
  const map = istanbul.createCoverageMap({});
  for (const data of relativeTotals) map.merge(data);
  return map.toJSON();
}

function relativeMapOf(data: CoverageMapData, root: string): CoverageMapData {
  return Object.fromEntries(
    Object.values(data).map((value) => {
      const file = 'data' in value ? value.data : value;
      const path = isAbsolute(file.path) && root !== '' ? relative(root, file.path).split(sep).join('/') : file.path;
      return [path, { ...file, path }];
    }),
  );
}

function countersOf(file: FileCoverageData, path: string, contents: Map<string, string>): FileCounters {
  const { s, f, b, path: _path, ...rest } = file;
  const text = textOf({ format: 'millwright/coverage-source', version: 1, map: { ...canonicalOf(rest), path } } as {
    format: string;
    version: number;
  });
  const source = contentHashOf(text);
  contents.set(`${folders.coverageSources}/${source}.json`, text);
  return {
    source,
    s: orderedKeys(file.statementMap).map((key) => s[key] ?? 0),
    f: orderedKeys(file.fnMap).map((key) => f[key] ?? 0),
    b: orderedKeys(file.branchMap).map((key) => b[key] ?? []),
  };
}

/** The order in which counters are listed, the same when writing and when reading. */
export function orderedKeys(map: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.keys(map ?? {}).sort();
}
