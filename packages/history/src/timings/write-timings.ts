import { join } from 'node:path';

import { type Timings, renderTimings, timingsFile } from '@millwright/core';

import { replaceFile } from '../files/write-file.ts';

/** Writes the file anew, in one piece. */
export async function writeTimings(root: string, timings: Timings): Promise<void> {
  await replaceFile(join(root, timingsFile), renderTimings(timings));
}
