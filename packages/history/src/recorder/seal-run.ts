import { basename, join } from 'node:path';

import type { Run } from '@millwright/core';

import { type EncodedCoverage, encodeCoverage } from '../coverage/encode-coverage.ts';
import type { CutDocument } from '../cuts/cut-document.ts';
import { withCut, withoutCutDocument } from '../cuts/with-cut.ts';
import { writeContentFile, writeImmutableFile } from '../files/write-file.ts';
import { folders, runStemOf } from '../format/layout.ts';
import { encodeRun } from '../run-document/encode-run.ts';
import type { CoverageDraft } from './run-draft.ts';

/** Where a sealed run lies, and whether this call put it there. */
export interface SealedRun {
  readonly path: string;
  readonly created: boolean;
}

/** What comes with a run that its document only refers to. */
interface RunCompany {
  readonly coverage?: CoverageDraft;
  readonly cut?: CutDocument | undefined;
  /** The project root, absolute: where paths of coverage begin. */
  readonly root?: string;
}

/**
 * Writes a run and everything it refers to. The run document comes last, so whoever sees it finds the rest.
 * The same run twice is one document. Rejects with what the file system throws.
 */
export async function writeRun(
  dir: string,
  told: Run,
  { coverage, cut, root = '' }: RunCompany = {},
): Promise<SealedRun> {
  const run = await writeCut(dir, told, cut);
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

/** The run with its cut written beside it; what cannot be kept of the cut is told in the run's notes and costs only itself. */
async function writeCut(dir: string, run: Run, cut: CutDocument | undefined): Promise<Run> {
  const { run: named, encoded } = withCut(run, cut);
  try {
    if (encoded) await writeContentFile(join(dir, encoded.path), encoded.text);
    return named;
  } catch (error) {
    const note = `How the shards were cut could not be kept: ${(error as Error).message}.`;
    return { ...withoutCutDocument(named), notes: [...run.notes, note] };
  }
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
