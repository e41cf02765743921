import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { UserError } from '@millwright/core';
import { type Adapter, Low } from 'lowdb';

import { replaceFile } from '../files/write-file.ts';
import { parseDocument } from '../format/document.ts';
import { folders, safeNameOf } from '../format/layout.ts';
import type { DocumentReader } from '../store/document-reader.ts';
import { notWritable, withLock } from './lock.ts';

/** A small mutable document, `state/<name>.json`. */
interface StateDocument<T = unknown> {
  readonly format: 'millwright/state';
  readonly version: 1;
  readonly name: string;
  readonly value: T;
}

/** The file behind lowdb. lowdb's own adapter uses one temporary name for all processes, which tears files apart; this one does not. */
class StateFile<T> implements Adapter<StateDocument<T>> {
  readonly #dir: string;
  readonly #path: string;
  readonly #documents: DocumentReader;

  constructor(dir: string, path: string, documents: DocumentReader) {
    this.#dir = dir;
    this.#path = path;
    this.#documents = documents;
  }

  async read(): Promise<StateDocument<T> | null> {
    const document = await this.#documents.read<StateDocument<T>>(this.#path, 'state');
    return document && 'value' in document ? document : null;
  }

  async write(document: StateDocument<T>): Promise<void> {
    const path = join(this.#dir, this.#path);
    try {
      await replaceFile(path, `${JSON.stringify(document, null, 1)}\n`);
    } catch (error) {
      throw notWritable(path, error);
    }
  }
}

/** Reads a state document; `initial` when there is none, or none that can be used. */
export async function readStateDocument<T>(
  dir: string,
  name: string,
  initial: T,
  documents: DocumentReader,
): Promise<T> {
  const database = open(dir, name, initial, documents);
  await database.read();
  return database.data.value;
}

/** Reads, changes and writes a state document while no other process does. Throws a UserError when it cannot be written. */
export async function updateStateDocument<T>(
  dir: string,
  name: string,
  initial: T,
  change: (value: T) => T,
  documents: DocumentReader,
): Promise<T> {
  const path = join(dir, statePathOf(name));
  return withLock(path, async () => {
    await refuseNewer(path);
    const database = open(dir, name, initial, documents);
    await database.read();
    database.data = { ...database.data, value: change(database.data.value) };
    await database.write();
    return database.data.value;
  });
}

function open<T>(dir: string, name: string, initial: T, documents: DocumentReader): Low<StateDocument<T>> {
  const empty: StateDocument<T> = { format: 'millwright/state', version: 1, name, value: initial };
  return new Low(new StateFile<T>(dir, statePathOf(name), documents), empty);
}

function statePathOf(name: string): string {
  return `${folders.state}/${safeNameOf(name)}.json`;
}

/** What a later Millwright wrote must not be replaced by what this one understands. */
async function refuseNewer(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const parsed = text === undefined ? undefined : parseDocument(text, 'state');
  if (parsed?.status === 'newer') {
    throw new UserError({
      code: 'STATE_NEWER',
      message: `${path}: ${parsed.message}`,
      hint: 'Update Millwright, or move the file away.',
    });
  }
}
