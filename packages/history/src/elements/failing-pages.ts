import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { RecordedFailingPage, TestId } from '@millwright/core';

import { inBatches } from '../files/in-batches.ts';
import { listFiles } from '../files/list-files.ts';
import { writeImmutableFile } from '../files/write-file.ts';
import { parseDocument } from '../format/document.ts';
import { folders, safeNameOf } from '../format/layout.ts';
import type { RecordElementsOptions } from './record-elements.ts';
import { redactedPage } from './redact-elements.ts';

/** `history/failing-pages/<runId>/<testId>.<retry>.json`. */
export interface FailingPageDocument extends RecordedFailingPage {
  readonly format: 'millwright/failing-page';
  readonly version: 1;
}

/** Which failing pages to read; both parts are joined by "and". */
export interface FailingPageQuery {
  readonly runId?: string;
  readonly testId?: TestId;
}

/** Keeps the pages on which attempts failed. Rejects when the folder cannot be written. */
export async function recordFailingPages(
  pages: readonly RecordedFailingPage[],
  { dir, redact }: RecordElementsOptions,
): Promise<void> {
  await inBatches(pages, async ({ runId, testId, retry, recordedAt, page }) => {
    const document: FailingPageDocument = {
      format: 'millwright/failing-page',
      version: 1,
      runId,
      testId,
      retry,
      recordedAt,
      page: redactedPage(page, redact),
    };
    const path = `${folders.failingPages}/${safeNameOf(runId)}/${safeNameOf(testId)}.${retry}.json`;
    await writeImmutableFile(join(dir, path), `${JSON.stringify(document)}\n`);
  });
}

/** The failing pages of a run, a test or both, the newest first. `dir` is the `.millwright` folder. What cannot be read is left out. */
export async function readFailingPages(
  dir: string,
  query: FailingPageQuery = {},
): Promise<readonly RecordedFailingPage[]> {
  const { runId, testId } = query;
  const folder = runId === undefined ? folders.failingPages : `${folders.failingPages}/${safeNameOf(runId)}`;
  const found: RecordedFailingPage[] = [];
  for (const path of await listFiles(dir, folder)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!name.endsWith('.json') || (testId !== undefined && !name.startsWith(`${safeNameOf(testId)}.`))) continue;
    const parsed = parseDocument<FailingPageDocument>(await readFile(join(dir, path), 'utf8'), 'failing-page');
    if (parsed.status !== 'ok') continue;
    const { format: _format, version: _version, ...page } = parsed.document;
    if (runId === undefined || page.runId === runId) found.push(page);
  }
  return found.sort((a, b) => (a.recordedAt < b.recordedAt ? 1 : -1));
}
