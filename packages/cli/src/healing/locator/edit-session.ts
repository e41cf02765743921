import type { HistoryStore } from '@millwright/history';
import { type SourceTree, openSourceTree } from '@millwright/source';

import type { Context } from '../../context/context.ts';
import { readHeals } from '../../state/heals.ts';
import { readEncodingObstacle, readSourceFile, writeSourceFile } from '../../wiring/edit-file.ts';
import { readRepairObstacle } from '../read-repair-obstacle.ts';
import { forgetUnprovedPatch, readOtherProver, rememberUnprovedPatch } from '../unproved-patches.ts';

/** The texts of files at one moment. */
export type TextsByFile = ReadonlyMap<string, string>;

/**
 * The files that repairs are tried in. Each is remembered in the journal before it is touched, so that it is put back at the next start
 * when this process is killed; a file that somebody edits meanwhile is left alone from then on.
 */
export interface EditSession {
  /** Why a file must not be edited, to follow its name in a sentence; undefined when nothing is in the way. */
  obstacleOf(file: string): Promise<string | undefined>;
  /** The text that the sources of `tree` have. */
  textOf(file: string): string;
  /** The sources as they are now, parsed once for each state of the files. */
  tree(): SourceTree;
  /** Puts a text that was made from another into a file; false, and nothing written, when somebody edited it meanwhile. */
  put(file: string, text: { readonly from: string; readonly to: string }): Promise<boolean>;
  /** Whether the files hold what was put into them, and nobody edited one meanwhile. */
  isIntact(): boolean;
  /** What the files hold now, to come back to. */
  mark(): TextsByFile;
  /** Puts the files back as they were at a mark. False when one could not be. */
  backTo(mark: TextsByFile): Promise<boolean>;
  /** Ends the session: what was put stays, or all is put back. */
  end(keep: boolean): Promise<void>;
}

/** Opens a session. With `isForGood` only files that git, with the repairs in them that are not committed, could bring back are edited. */
export function openEditSession(
  context: Context,
  history: HistoryStore,
  { isForGood }: { readonly isForGood: boolean },
): EditSession {
  const { root } = context;
  const texts = openSessionTexts(root);
  const { originals, current } = texts;
  let tree: SourceTree | undefined;
  const openTree = (): SourceTree => (tree ??= openSourceTree({ root }));
  // A second Ctrl-C ends the process at once, and must not leave files half-proved.
  process.once('exit', texts.restore);
  const put: EditSession['put'] = async (file, { from, to }) => {
    const before = originals.get(file) ?? from;
    const held = [...new Set([current.get(file) ?? before, to])].filter((text) => text !== before);
    if (!(await rememberUnprovedPatch(history, { file, before, texts: held, pid: process.pid }))) return false;
    // What was there until then is no original: another process may have had a repair in the file.
    const isFirst = !originals.has(file);
    originals.set(file, before);
    tree = undefined;
    if (texts.write(file, { from, to })) return true;
    if (isFirst) {
      originals.delete(file);
      await forgetUnprovedPatch(history, file);
    }
    return false;
  };
  return {
    async obstacleOf(file) {
      if (originals.has(file)) return undefined;
      const other = await readOtherProver(history, file);
      if (other !== undefined) return `is edited by another proof (process ${other})`;
      const encoding = readEncodingObstacle(root, file);
      return encoding ?? (isForGood ? readRepairObstacle(root, file, await readHeals(history)) : undefined);
    },
    textOf: (file) => parsedTextOf(openTree(), file) ?? readSourceFile(root, file),
    tree: openTree,
    put,
    isIntact: () => [...current].every(([file, text]) => texts.textOnDisk(file) === text),
    mark: () => new Map(current),
    async backTo(mark) {
      let isBack = true;
      for (const [file, text] of current) {
        const wanted = mark.get(file) ?? originals.get(file) ?? text;
        if (text !== wanted && !(await put(file, { from: text, to: wanted }))) isBack = false;
      }
      return isBack;
    },
    async end(keep) {
      process.off('exit', texts.restore);
      for (const file of keep ? [] : texts.restore())
        context.say(
          `${file} was edited during the proof and is left as it is; the repair that was tried may still be in it.`,
        );
      for (const file of originals.keys()) await forgetUnprovedPatch(history, file);
    },
  };
}

/** What a session found in files and put into them. */
interface SessionTexts {
  readonly originals: Map<string, string>;
  readonly current: Map<string, string>;
  /** Undefined when the file is gone. */
  textOnDisk(this: void, file: string): string | undefined;
  /** False, and nothing written, when the file holds something else than it was left with. */
  write(file: string, text: { readonly from: string; readonly to: string }): boolean;
  /** Returns the files that somebody edited, which stay as they are. */
  restore(this: void): readonly string[];
}

function openSessionTexts(root: string): SessionTexts {
  const originals = new Map<string, string>();
  const current = new Map<string, string>();
  const textOnDisk = (file: string): string | undefined => {
    try {
      return readSourceFile(root, file);
    } catch {
      return undefined;
    }
  };
  const write: SessionTexts['write'] = (file, { from, to }) => {
    if (from !== (current.get(file) ?? originals.get(file)) || textOnDisk(file) !== from) return false;
    writeSourceFile(root, file, to);
    current.set(file, to);
    return true;
  };
  return {
    originals,
    current,
    textOnDisk,
    write,
    restore() {
      return [...originals].flatMap(([file, to]) => {
        const from = current.get(file) ?? to;
        return from === to || write(file, { from, to }) ? [] : [file];
      });
    },
  };
}

/** A file as it was parsed: what is there now may be something else. */
function parsedTextOf(tree: SourceTree, file: string): string | undefined {
  const text = tree.source(file)?.text;
  return text === undefined ? undefined : `${'\uFEFF'.repeat(tree.leadOf(file))}${text.replace(/^\uFEFF/, '')}`;
}
