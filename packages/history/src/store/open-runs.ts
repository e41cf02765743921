import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Run } from '@millwright/core';

import { listFiles } from '../files/list-files.ts';
import { parseSegment } from './parse-segment.ts';

/** The runs that are still going on, as far as their open segments tell. A segment that cannot be read is passed over. */
export async function readOpenSegments(dir: string): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const path of await listFiles(dir, 'history/runs')) {
    if (!path.endsWith('.open')) continue;
    // It may be sealed between the listing and the reading.
    const text = await readFile(join(dir, path), 'utf8').catch(() => '');
    const segment = parseSegment(text);
    if (segment.status === 'ok') runs.push(segment.run);
  }
  return runs;
}
