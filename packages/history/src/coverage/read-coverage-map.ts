import type { TestId } from '@millwright/core';

import { listFiles } from '../files/list-files.ts';
import { folders } from '../format/layout.ts';
import type { CoverageMap } from '../history-store.ts';
import { sumsOf } from '../run-document/columns.ts';
import type { DocumentReader } from '../store/document-reader.ts';
import type { CoverageDocument } from './coverage-document.ts';

/** How many coverage documents are looked at, newest first: a test that none of them names is gone or has never been covered. */
const lookBack = 100;

/**
 * The files of each test as the newest run tells that covered it. What was executed counts more than what was only
 * imported, even when it is older.
 */
export async function readCoverageMap(
  dir: string,
  documents: DocumentReader,
  resolve: (id: TestId) => TestId,
): Promise<CoverageMap> {
  const filesByTest = new Map<string, readonly string[]>();
  const precision = new Map<string, 'executed' | 'imported'>();
  for (const document of await readCoverageDocuments(dir, documents)) {
    for (const [testId, set, executed] of document.tests) {
      const id = resolve(testId);
      const known = precision.get(id);
      if (known === 'executed' || (known && executed === 0)) continue;
      filesByTest.set(
        id,
        sumsOf(document.sets[set] ?? [], 0).flatMap((index) => document.files[index] ?? []),
      );
      precision.set(id, executed === 1 ? 'executed' : 'imported');
    }
  }
  return { filesByTest, precision };
}

/** Coverage documents, newest first. */
export async function readCoverageDocuments(
  dir: string,
  documents: DocumentReader,
): Promise<readonly CoverageDocument[]> {
  const paths = (await listFiles(dir, folders.coverage)).filter(
    (path) => path.endsWith('.json') && !path.startsWith(folders.coverageSources),
  );
  const read: CoverageDocument[] = [];
  for (const path of paths.reverse().slice(0, lookBack * 4)) {
    const document = await documents.read<CoverageDocument>(path, 'coverage');
    if (document && [document.files, document.sets, document.tests].every(Array.isArray)) read.push(document);
  }
  return read.sort((a, b) => (a.startedAt > b.startedAt ? -1 : 1)).slice(0, lookBack);
}
