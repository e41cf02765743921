import type { HistoryStore } from '@millwright/history';
import { type SourceTree, openSourceTree } from '@millwright/source';

import type { Context } from '../../context/context.ts';
import { readEditObstacle, readEncodingObstacle, readSourceFile, writeSourceFile } from '../../wiring/edit-file.ts';
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
  return new FileSession(context.root, history, isForGood);
}

class FileSession implements EditSession {
  readonly #root: string;
  readonly #history: HistoryStore;
  readonly #isForGood: boolean;
  readonly #originals = new Map<string, string>();
  readonly #current = new Map<string, string>();
  #tree: SourceTree | undefined;

  constructor(root: string, history: HistoryStore, isForGood: boolean) {
    this.#root = root;
    this.#history = history;
    this.#isForGood = isForGood;
    // A second Ctrl-C ends the process at once, and must not leave files half-proved.
    process.once('exit', this.#restore);
  }

  async obstacleOf(file: string): Promise<string | undefined> {
    if (this.#originals.has(file)) return undefined;
    const other = await readOtherProver(this.#history, file);
    if (other !== undefined) return `is edited by another proof (process ${other})`;
    const obstacle = readEncodingObstacle(this.#root, file);
    return obstacle ?? (this.#isForGood ? readEditObstacle(this.#root, file) : undefined);
  }

  textOf(file: string): string {
    return parsedTextOf(this.tree(), file) ?? readSourceFile(this.#root, file);
  }

  tree(): SourceTree {
    return (this.#tree ??= openSourceTree({ root: this.#root }));
  }

  async put(file: string, { from, to }: { readonly from: string; readonly to: string }): Promise<boolean> {
    const before = this.#originals.get(file) ?? from;
    const texts = [...new Set([this.#current.get(file) ?? before, to])].filter((text) => text !== before);
    if (!(await rememberUnprovedPatch(this.#history, { file, before, texts, pid: process.pid }))) return false;
    // Only what is remembered may be read as the original: until then, another process may have had a repair in the file.
    const isFirst = !this.#originals.has(file);
    this.#originals.set(file, before);
    if (this.#textOnDisk(file) === from && this.#write(file, to)) return true;
    this.#tree = undefined;
    if (isFirst) {
      this.#originals.delete(file);
      await forgetUnprovedPatch(this.#history, file);
    }
    return false;
  }

  mark(): TextsByFile {
    return new Map(this.#current);
  }

  async backTo(mark: TextsByFile): Promise<boolean> {
    let isBack = true;
    for (const [file, text] of this.#current) {
      const wanted = mark.get(file) ?? this.#originals.get(file) ?? text;
      if (text !== wanted && !(await this.put(file, { from: text, to: wanted }))) isBack = false;
    }
    return isBack;
  }

  async end(keep: boolean): Promise<void> {
    process.off('exit', this.#restore);
    if (!keep) this.#restore();
    for (const file of this.#originals.keys()) await forgetUnprovedPatch(this.#history, file);
  }

  /** Also a listener, so that it knows its session. */
  readonly #restore = (): void => {
    for (const [file, text] of this.#originals) if (this.#current.get(file) !== text) this.#write(file, text);
  };

  #write(file: string, text: string): boolean {
    if (this.#textOnDisk(file) !== (this.#current.get(file) ?? this.#originals.get(file))) return false;
    writeSourceFile(this.#root, file, text);
    this.#current.set(file, text);
    this.#tree = undefined;
    return true;
  }

  #textOnDisk(file: string): string | undefined {
    try {
      return readSourceFile(this.#root, file);
    } catch {
      return undefined;
    }
  }
}

/** A file as it was parsed: what is there now may be something else. */
function parsedTextOf(tree: SourceTree, file: string): string | undefined {
  const text = tree.source(file)?.text;
  return text === undefined ? undefined : `${'\uFEFF'.repeat(tree.leadOf(file))}${text.replace(/^\uFEFF/, '')}`;
}
