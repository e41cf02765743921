import { randomBytes } from 'node:crypto';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { RunHeader } from '@millwright/core';

import { makeFolder } from '../files/make-folder.ts';
import { folders, runStemOf } from '../format/layout.ts';

/** The open segment of a run: a file that only this process appends to, one line at a time, each on disk before the call returns. */
export class SegmentWriter {
  readonly path: string;
  #file: number | undefined;

  /** Throws what the file system throws. */
  constructor(dir: string, header: RunHeader) {
    this.path = join(dir, folders.runs, `${runStemOf(header)}.${process.pid}-${randomBytes(4).toString('hex')}.open`);
    makeFolder(dirname(this.path));
    this.#file = openSync(this.path, 'ax');
  }

  /** Throws what the file system throws; a line may then be on disk in part. */
  append(text: string): void {
    if (this.#file === undefined) return;
    const written = writeSync(this.#file, text);
    if (written === Buffer.byteLength(text)) return;
    const bytes = Buffer.from(text);
    for (let offset = written; offset < bytes.length;) offset += writeSync(this.#file, bytes, offset);
  }

  close(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
  }

  /** Removes the file; what it said is in the run document now. */
  remove(): void {
    try {
      unlinkSync(this.path);
    } catch {
      // Another process recovered it in the meantime, or the folder became read-only: the run document holds it all.
    }
  }
}
