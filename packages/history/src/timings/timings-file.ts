import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type ParsedTimings, type Timings, parseTimings, renderTimings, timingsFile } from '@millwright/core';

import { replaceFile } from '../files/write-file.ts';

/** Reads `timings.json` beside the runner's config; undefined when there is none. */
export async function readTimings(root: string): Promise<ParsedTimings | undefined> {
  try {
    return parseTimings(await readFile(join(root, timingsFile), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return { kind: 'unreadable', fault: `It cannot be read (${(error as Error).message}).` };
  }
}

/** Writes the file anew, in one piece. */
export async function writeTimings(root: string, timings: Timings): Promise<void> {
  await replaceFile(join(root, timingsFile), renderTimings(timings));
}
