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
import { withLock } from '../state/lock.ts';

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

/**
 * Reads the file, hands it to `change` and writes what comes back as `after`, while no other process changes it: of several commands
 * at once none is lost. Returns what `change` returned. The lock is a folder beside the file, `quarantine.json.lock`.
 */
export async function updateQuarantine<T extends { readonly after: Quarantine }>(
  root: string,
  change: (read: ParsedQuarantine) => T,
): Promise<T> {
  const path = join(root, quarantineFile);
  return withLock(path, async () => {
    const read = await readQuarantine(root);
    const changed = change(read);
    const before = read.kind === 'read' ? renderQuarantine(read.quarantine) : undefined;
    const after = renderQuarantine(changed.after);
    if (after !== before) await replaceFile(path, after);
    return changed;
  });
}
