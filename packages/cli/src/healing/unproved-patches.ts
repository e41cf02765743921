import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';

/** A patch that is in a file while its proof goes on. */
export interface UnprovedPatch {
  readonly file: string;
  readonly before: string;
  /** What the process may have put into the file: the text that is in it, and the one that it writes next. */
  readonly texts: readonly string[];
  /** The process that proves it. */
  readonly pid: number;
}

interface UnprovedDocument {
  readonly patches: readonly UnprovedPatch[];
}

const name = 'unproved-patches';
const empty: UnprovedDocument = { patches: [] };

/**
 * Remembers a patch before it is written, so that it can be taken back even when this process is killed. False, and nothing is
 * remembered, while another process has a patch in the file: its text is not the original.
 */
export async function rememberUnprovedPatch(history: HistoryStore, patch: UnprovedPatch): Promise<boolean> {
  let isFree = true;
  await history.updateState<UnprovedDocument>(name, empty, (document) => {
    const { patches } = document;
    isFree = !patches.some((other) => isOfAnother(other, patch));
    return isFree ? { patches: [...patches.filter((other) => other.file !== patch.file), patch] } : document;
  });
  return isFree;
}

/** The other process that has a patch in a file; undefined when there is none. */
export async function readOtherProver(history: HistoryStore, file: string): Promise<number | undefined> {
  const { patches } = await history.readState<UnprovedDocument>(name, empty);
  return patches.find((other) => isOfAnother(other, { file, pid: process.pid }))?.pid;
}

function isOfAnother(other: UnprovedPatch, { file, pid }: Pick<UnprovedPatch, 'file' | 'pid'>): boolean {
  return other.file === file && other.pid !== pid;
}

/** Forgets it when its proof is over, one way or the other. */
export async function forgetUnprovedPatch(history: HistoryStore, file: string): Promise<void> {
  await history.updateState<UnprovedDocument>(name, empty, ({ patches }) => ({
    patches: patches.filter((patch) => patch.file !== file),
  }));
}

/** Takes back the patches of processes that died before the proof was over; a file that was edited since stays as it is. */
export async function restoreUnprovedPatches(context: Context, history: HistoryStore): Promise<void> {
  const { patches } = await history.readState<UnprovedDocument>(name, empty);
  // In a container the process before often had the same id.
  for (const patch of patches.filter(({ pid }) => pid === process.pid || !isAlive(pid))) {
    const text = textOf(context.root, patch.file);
    if (text !== undefined && text !== patch.before && textsOf(patch).includes(text)) {
      writeSourceFile(context.root, patch.file, patch.before);
      context.say(`${patch.file} held a repair whose proof was cut short; the repair was taken back.`);
    }
    await forgetUnprovedPatch(history, patch.file);
  }
}

/** Journals of earlier versions have `after` alone. */
function textsOf(patch: UnprovedPatch & { readonly after?: string }): readonly string[] {
  return patch.texts ?? [patch.after ?? patch.before];
}

function textOf(root: string, file: string): string | undefined {
  try {
    return readSourceFile(root, file);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
