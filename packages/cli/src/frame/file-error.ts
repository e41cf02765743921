import { UserError, isUserError } from '@millwright/core';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'it may not be written or read by this user',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
};

/** What a file system refused, in a sentence that names the file and the way out; any other error as it is. */
export function fileErrorOf(error: unknown): unknown {
  if (isUserError(error) || !(error instanceof Error)) return error;
  const { code = '', path, syscall } = error as NodeJS.ErrnoException;
  const reason = reasons[code];
  if (reason === undefined || path === undefined) return error;
  return new UserError({
    code: 'file-refused',
    message: `Could not ${syscall ?? 'use'} ${path}: ${reason} (${code}).`,
    hint:
      code === 'ENOSPC'
        ? 'Make room on the disk.'
        : 'Change its permissions, or name another folder (`--dir`, `--output`).',
    cause: error,
  });
}
