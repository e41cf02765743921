import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { RememberedElement } from '@millwright/core';

import { inBatches } from '../files/in-batches.ts';
import { listFiles } from '../files/list-files.ts';
import { makeFolder } from '../files/make-folder.ts';
import { removeQuietly } from '../files/write-file.ts';
import { sha1Of } from '../format/content-hash.ts';
import { folders } from '../format/layout.ts';

/** With more of them the oldest go. */
const mostElementPictures = 1000;

/** A picture that lies elsewhere, and the path below `.millwright` under which an element names it. */
export interface FoundPicture {
  /** Absolute. */
  readonly from: string;
  readonly path: string;
}

/** Where the picture of an element lies, below `.millwright`: one for each use of a locator, the newest. */
export function elementPicturePathOf({
  place,
  selector,
  ordinal,
}: Pick<RememberedElement, 'place' | 'selector' | 'ordinal'>): string {
  const use = `${place.file}:${place.line}:${place.column}\n${selector}\n${ordinal}`;
  return `${folders.elementPictures}/${sha1Of(use).slice(0, 16)}.png`;
}

/** Copies pictures to their places, over older ones. One that cannot be copied is left out. Rejects when the folder cannot be made. */
export async function keepElementPictures(
  dir: string,
  pictures: readonly FoundPicture[],
  most = mostElementPictures,
): Promise<void> {
  if (pictures.length === 0) return;
  makeFolder(join(dir, folders.elementPictures));
  await inBatches(pictures, ({ from, path }) => copyFile(from, join(dir, path)).catch(() => undefined));
  for (const { path } of (await picturesOf(dir)).slice(most)) await removeQuietly(join(dir, path));
}

/** Pictures from before `oldestMs` that no element names. */
export async function listForgottenPictures(
  dir: string,
  named: ReadonlySet<string>,
  oldestMs: number,
): Promise<readonly string[]> {
  const pictures = await picturesOf(dir);
  return pictures.filter(({ path, takenMs }) => takenMs < oldestMs && !named.has(path)).map(({ path }) => path);
}

/** The newest first. */
async function picturesOf(dir: string): Promise<readonly { readonly path: string; readonly takenMs: number }[]> {
  const pictures: { readonly path: string; readonly takenMs: number }[] = [];
  for (const path of await listFiles(dir, folders.elementPictures)) {
    const info = await stat(join(dir, path)).catch(() => undefined);
    if (info) pictures.push({ path, takenMs: info.mtimeMs });
  }
  return pictures.sort((a, b) => b.takenMs - a.takenMs);
}
