import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { QuarantineEntry, TestHistory, TestId } from '@millwright/core';
import { matchesTitlePath, readProjectManifest } from '@millwright/source';

/**
 * The entries that name no test: their file is gone or its text does not hold them. A file that is not seen to be one of tests
 * counts by the history alone.
 */
export async function findUnknownTests(
  root: string,
  entries: readonly QuarantineEntry[],
  histories: ReadonlyMap<TestId, TestHistory>,
): Promise<ReadonlySet<TestId>> {
  if (entries.length === 0) return new Set();
  const { testFiles } = await readProjectManifest({ root });
  const files = new Map(testFiles.map((file) => [file.file, file]));
  const isKnown = (entry: QuarantineEntry): boolean => {
    const read = files.get(entry.file);
    if (read) return read.tests.some((test) => matchesTitlePath(test, entry.titlePath));
    return histories.has(entry.id) && existsSync(join(root, entry.file));
  };
  return new Set(entries.filter((entry) => !isKnown(entry)).map(({ id }) => id));
}
