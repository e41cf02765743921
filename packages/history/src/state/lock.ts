import { dirname } from 'node:path';

import { UserError } from '@millwright/core';
import { lock } from 'proper-lockfile';

import { makeFolder } from '../files/make-folder.ts';

/** A holder that was killed blocks the others this long at most. */
const staleMs = 5_000;

/**
 * Does `work` while no other process does work under the same path. Waits up to half a minute for its turn.
 * Throws a UserError `STATE_LOCKED` when the turn does not come, `STATE_NOT_WRITABLE` when the folder cannot be written.
 */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const release = await acquire(path);
  try {
    return await work();
  } finally {
    // A lock that was taken over as stale is not ours to release.
    await release().catch(() => undefined);
  }
}

async function acquire(path: string): Promise<() => Promise<void>> {
  try {
    makeFolder(dirname(path));
    return await tryToLock(path);
  } catch (error) {
    throw lockErrorOf(path, error);
  }
}

/** Where nothing can be written, waiting for a turn would only be half a minute lost. */
const hopeless: ReadonlySet<string | undefined> = new Set(['EACCES', 'ENOTDIR', 'EROFS']);

async function tryToLock(path: string): Promise<() => Promise<void>> {
  const terms = { realpath: false, stale: staleMs, update: 1_000, onCompromised: () => undefined };
  try {
    return await lock(path, terms);
  } catch (error) {
    if (hopeless.has((error as NodeJS.ErrnoException).code)) throw error;
  }
  const retries = { retries: 400, factor: 1.2, minTimeout: 5, maxTimeout: 100, randomize: true };
  return lock(path, { ...terms, retries });
}

function lockErrorOf(path: string, error: unknown): UserError {
  if ((error as NodeJS.ErrnoException).code === 'ELOCKED') {
    const hint = `Wait for the other command, or remove ${path}.lock when none runs.`;
    return new UserError({
      code: 'STATE_LOCKED',
      message: `Another process holds the lock on ${path}.`,
      hint,
      cause: error,
    });
  }
  return notWritable(path, error);
}

/** The error for a file of the history that had to be written and could not be. */
export function notWritable(path: string, error: unknown): UserError {
  return new UserError({
    code: 'STATE_NOT_WRITABLE',
    message: `${path} could not be written: ${(error as Error).message}.`,
    hint: 'Make the folder writable, or choose another one by the option `dir` or MILLWRIGHT_DIR.',
    cause: error,
  });
}
