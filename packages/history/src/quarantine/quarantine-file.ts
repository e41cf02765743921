import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  type ParsedQuarantine,
  type Quarantine,
  noQuarantine,
  parseQuarantine,
  quarantineFile,
  renderQuarantine,
} from '@millwright/core';

import { replaceFile } from '../files/write-file.ts';
import { sha1Of } from '../format/content-hash.ts';

/** Reads `quarantine.json` beside the runner's config. A missing file quarantines nothing; a damaged one is told, never guessed at. */
export async function readQuarantine(root: string): Promise<ParsedQuarantine> {
  let text: string;
  try {
    text = await readFile(join(root, quarantineFile), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'read', quarantine: noQuarantine };
    return { kind: 'unreadable', fault: `It cannot be read (${(error as Error).message}).` };
  }
  return parseQuarantine(text, sha1Of);
}

/** Replaces the file as a whole. */
export async function writeQuarantine(root: string, quarantine: Quarantine): Promise<void> {
  await replaceFile(join(root, quarantineFile), renderQuarantine(quarantine));
}
