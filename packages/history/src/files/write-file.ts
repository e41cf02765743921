import { utimesSync } from 'node:fs';
import { link, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

import { makeFolder } from './make-folder.ts';
import { contentHashOf } from '../format/content-hash.ts';
import { tempNameOf } from './temp-name.ts';

/** Replaces a file as a whole: unique temporary name, fsync, rename. A reader sees the old text or the new, never a part. */
export async function replaceFile(path: string, text: string | Uint8Array): Promise<void> {
  const temp = await writeTemp(path, text);
  try {
    await rename(temp, path);
  } catch (error) {
    await removeQuietly(temp);
    throw error;
  }
}

/**
 * Writes a file that must never be overwritten. Returns where the text now lies: `path`, or, when another text is already
 * there, the same name with `~` and the hash of the text before its ending. The same text twice is one file.
 */
export async function writeImmutableFile(
  path: string,
  text: string,
): Promise<{ readonly path: string; readonly created: boolean }> {
  const temp = await writeTemp(path, text);
  try {
    for (const target of [path, variantPathOf(path, text)]) {
      if (await linkNew(temp, target)) return { path: target, created: true };
      if ((await readFile(target, 'utf8')) === text) return { path: target, created: false };
    }
    await rename(temp, variantPathOf(path, text));
    return { path: variantPathOf(path, text), created: true };
  } finally {
    await removeQuietly(temp);
  }
}

/** The name a document takes when its plain name already belongs to another text. */
export function variantPathOf(path: string, text: string): string {
  return path.replace(/\.json$/, `~${contentHashOf(text).slice(0, 8)}.json`);
}

/**
 * Writes a content-addressed file unless it is there. An existing one only gets a new modification time, which tells
 * pruning that a run just being written needs it.
 */
export async function writeContentFile(path: string, text: string): Promise<boolean> {
  const now = new Date();
  try {
    // Synchronous: a run refers to hundreds of files that are there already, and each costs only microseconds this way.
    utimesSync(path, now, now);
    return false;
  } catch (error) {
    if (!isAbsence(error)) return false;
  }
  await replaceFile(path, text);
  return true;
}

function isAbsence(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

async function linkNew(temp: string, target: string): Promise<boolean> {
  try {
    await link(temp, target);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EOPNOTSUPP') throw error;
  }
  return copyNew(temp, target);
}

/** For file systems without hard links: claims the name exclusively, then puts the finished file over the claim. */
async function copyNew(temp: string, target: string): Promise<boolean> {
  try {
    await (await open(target, 'wx')).close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  await rename(temp, target);
  return true;
}

async function writeTemp(path: string, text: string | Uint8Array): Promise<string> {
  const temp = tempNameOf(path);
  const file = await openInFolder(temp);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await removeQuietly(temp);
    throw error;
  } finally {
    await file.close();
  }
  return temp;
}

async function openInFolder(path: string) {
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (!isAbsence(error)) throw error;
    makeFolder(dirname(path));
    return open(path, 'wx');
  }
}

/** Removes a file that may be gone already. */
export async function removeQuietly(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch {
    // Somebody else removed it, or the folder is read-only: either way there is nothing more to do.
  }
}
