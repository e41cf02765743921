import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';

/** A patch that is in a file while its proof goes on. */
export interface UnprovedPatch {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** The process that proves it. */
  readonly pid: number;
}

interface UnprovedDocument {
  readonly patches: readonly UnprovedPatch[];
}

const name = 'unproved-patches';
const empty: UnprovedDocument = { patches: [] };

/** Remembers a patch before it is written, so that it can be taken back even when this process is killed. */
export async function rememberUnprovedPatch(history: HistoryStore, patch: UnprovedPatch): Promise<void> {
  await history.updateState<UnprovedDocument>(name, empty, ({ patches }) => ({
    patches: [...patches.filter((other) => other.file !== patch.file), patch],
  }));
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
  for (const patch of patches.filter(({ pid }) => !isAlive(pid))) {
    if (textOf(context.root, patch.file) === patch.after) {
      writeSourceFile(context.root, patch.file, patch.before);
      context.say(`${patch.file} held a repair whose proof was cut short; the repair was taken back.`);
    }
    await forgetUnprovedPatch(history, patch.file);
  }
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
