import { basename, join } from 'node:path';

import type { Run } from '@millwright/core';

import { type EncodedCoverage, encodeCoverage } from '../coverage/encode-coverage.ts';
import { writeContentFile, writeImmutableFile } from '../files/write-file.ts';
import { folders, runStemOf } from '../format/layout.ts';
import { encodeRun } from '../run-document/encode-run.ts';
import type { CoverageDraft } from './run-draft.ts';

/** Where a sealed run lies, and whether this call put it there. */
export interface SealedRun {
  readonly path: string;
  readonly created: boolean;
}

/**
 * Writes a run and everything it refers to. The run document comes last, so whoever sees it finds the rest.
 * The same run twice is one document. Rejects with what the file system throws.
 */
export async function writeRun(dir: string, run: Run, coverage?: CoverageDraft, root = ''): Promise<SealedRun> {
  const covered = await tryEncodeCoverage(run, coverage, root);
  const kept = covered.note === undefined ? run : { ...run, notes: [...run.notes, covered.note] };
  const { text, contents } = encodeRun(kept);
  await writeContents(dir, contents);
  if (covered.encoded) {
    await writeContents(dir, covered.encoded.contents);
    await writeImmutableFile(join(dir, folders.coverage, `${basename(runStemOf(run))}.json`), covered.encoded.text);
  }
  return writeImmutableFile(join(dir, folders.runs, `${runStemOf(run)}.json`), text);
}

/** Coverage comes from tools of many versions; what cannot be understood is told in the run's notes and costs only itself. */
export async function tryEncodeCoverage(
  run: Run,
  coverage: CoverageDraft | undefined,
  root: string,
): Promise<{ readonly encoded?: EncodedCoverage; readonly note?: string }> {
  if (!coverage || (coverage.tests.length === 0 && coverage.totals.length === 0)) return {};
  try {
    return { encoded: await encodeCoverage(run, coverage, root) };
  } catch (error) {
    return { note: `Coverage could not be kept: ${(error as Error).message}.` };
  }
}

/** A few at a time: each waits for the disk, and together they wait once. After a failure the rest is not begun. */
async function writeContents(dir: string, contents: ReadonlyMap<string, string>): Promise<void> {
  const queue = [...contents];
  const lane = async () => {
    try {
      for (let next = queue.pop(); next; next = queue.pop()) await writeContentFile(join(dir, next[0]), next[1]);
    } catch (error) {
      queue.length = 0;
      throw error;
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: 16 }, lane));
  const failed = lanes.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
