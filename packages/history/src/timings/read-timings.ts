import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type ParsedTimings, parseTimings, timingsFile } from '@millwright/core/record';

/** Reads `timings.json` beside the runner's config; undefined when there is none. */
export async function readTimings(root: string): Promise<ParsedTimings | undefined> {
  try {
    return parseTimings(await readFile(join(root, timingsFile), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return { kind: 'unreadable', fault: `It cannot be read (${(error as Error).message}).` };
  }
}
