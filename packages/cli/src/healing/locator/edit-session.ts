import type { HistoryStore } from '@millwright/history';
import { type SourceTree, openSourceTree } from '@millwright/source';

import type { Context } from '../../context/context.ts';
import { readEditObstacle, readSourceFile, writeSourceFile } from '../../wiring/edit-file.ts';
import { forgetUnprovedPatch, rememberUnprovedPatch } from '../unproved-patches.ts';

/** The texts of files at one moment. */
export type TextsByFile = ReadonlyMap<string, string>;

/**
 * The files that repairs are tried in. Each is remembered in the journal before it is touched, so that it is put back at the next start
 * when this process is killed; a file that somebody edits meanwhile is left alone from then on.
 */
export interface EditSession {
  /** Why a file must not be edited, to follow its name in a sentence; undefined when nothing is in the way. */
  obstacleOf(file: string): Promise<string | undefined>;
  textOf(file: string): string;
  /** The sources as they are now, parsed once for each state of the files. */
  tree(): SourceTree;
  /** Puts a text into a file; false, and nothing written, when somebody edited it meanwhile. */
  put(file: string, text: string): Promise<boolean>;
  /** What the files hold now, to come back to. */
  mark(): TextsByFile;
  /** Puts the files back as they were at a mark. False when one could not be. */
  backTo(mark: TextsByFile): Promise<boolean>;
  /** Ends the session: what was put stays, or all is put back. */
  end(keep: boolean): Promise<void>;
}

/** Opens a session. With `isForGood` only files that git could bring back are edited. */
export function openEditSession(
  context: Context,
  history: HistoryStore,
  { isForGood }: { readonly isForGood: boolean },
): EditSession {
  const originals = new Map<string, string>();
  const current = new Map<string, string>();
  let tree: SourceTree | undefined;
  const isUntouched = (file: string): boolean => {
    try {
      return readSourceFile(context.root, file) === (current.get(file) ?? originals.get(file));
    } catch {
      return false;
    }
  };
  const write = (file: string, text: string): boolean => {
    if (!isUntouched(file)) return false;
    writeSourceFile(context.root, file, text);
    current.set(file, text);
    tree = undefined;
    return true;
  };
  const restore = (): void => {
    for (const [file, text] of originals) if (current.get(file) !== text) write(file, text);
  };
  // A second Ctrl-C ends the process at once, and must not leave files half-proved.
  process.once('exit', restore);
  const put = async (file: string, text: string): Promise<boolean> => {
    if (!originals.has(file)) originals.set(file, readSourceFile(context.root, file));
    const before = originals.get(file) ?? '';
    await rememberUnprovedPatch(history, { file, before, after: text, pid: process.pid });
    return write(file, text);
  };
  return {
    obstacleOf: async (file) => (isForGood && !originals.has(file) ? readEditObstacle(context.root, file) : undefined),
    textOf: (file) => readSourceFile(context.root, file),
    tree: () => (tree ??= openSourceTree({ root: context.root })),
    put,
    mark: () => new Map(current),
    async backTo(mark) {
      let isBack = true;
      for (const [file, text] of current) {
        const wanted = mark.get(file) ?? originals.get(file) ?? text;
        if (text !== wanted && !(await put(file, wanted))) isBack = false;
      }
      return isBack;
    },
    async end(keep) {
      process.off('exit', restore);
      if (!keep) restore();
      for (const file of originals.keys()) await forgetUnprovedPatch(history, file);
    },
  };
}
