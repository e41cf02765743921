import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { replaceFile } from '../files/write-file.ts';
import { parseDocument } from '../format/document.ts';
import { folders } from '../format/layout.ts';
import type { RunReader } from '../store/run-reader.ts';
import { type IndexDocument, emptyIndex, ringSize } from './index-document.ts';
import { LightRunReader } from './light-run-reader.ts';
import { refreshIndex } from './refresh-index.ts';

const indexPath = `${folders.cache}/index.json`;

/**
 * The index, brought up to the run documents and digests on disk and kept in `cache/` for the next reader. A cache that is missing,
 * damaged, of another version or not writable only costs time. With `ring` larger than the cache's, all runs are read
 * and nothing is kept.
 */
export async function readIndex(dir: string, runs: RunReader, ring: number = ringSize): Promise<IndexDocument> {
  const reader = new LightRunReader(runs);
  const stamps = await reader.listStamps();
  if (ring > ringSize) return (await refreshIndex(emptyIndex, stamps, reader, ring)).index;
  const { index, changed } = await refreshIndex(await readCachedIndex(dir), stamps, reader, ringSize);
  if (changed) await keep(dir, index);
  return index;
}

async function readCachedIndex(dir: string): Promise<IndexDocument> {
  const text = await readFile(join(dir, indexPath), 'utf8').catch(() => undefined);
  if (text === undefined) return emptyIndex;
  const parsed = parseDocument<IndexDocument>(text, 'index');
  if (parsed.status !== 'ok') return emptyIndex;
  const { summaries, stamps, tests, digests } = parsed.document;
  const isWhole = [summaries, stamps].every((part) => part && typeof part === 'object');
  return isWhole && Array.isArray(tests) && Array.isArray(digests) ? parsed.document : emptyIndex;
}

async function keep(dir: string, index: IndexDocument): Promise<void> {
  try {
    await replaceFile(join(dir, indexPath), JSON.stringify(index));
  } catch {
    // A read-only history can still be read; the next reader does the same work again.
  }
}
