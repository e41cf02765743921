import { isUserError } from '@millwright/core';
import { expect, test } from 'vitest';

import { fileErrorOf } from './file-error.ts';

const refused = (code: string, path: string | undefined = '/repo/quarantine.json'): Error =>
  Object.assign(new Error(`${code}: refused`), { code, path, syscall: 'open' });

test.each([
  ['EROFS', 'Could not open /repo/quarantine.json: the file system is read-only (EROFS).'],
  ['EACCES', 'Could not open /repo/quarantine.json: it may not be written or read by this user (EACCES).'],
  ['ENOSPC', 'Could not open /repo/quarantine.json: the disk is full (ENOSPC).'],
])('%s is told with its file', (code, message) => {
  const told = fileErrorOf(refused(code));
  expect(isUserError(told) && told.message).toBe(message);
});

test.each([
  ['a file that is not there is for the caller to explain', refused('ENOENT')],
  ['an error without a path', Object.assign(new Error('EPERM'), { code: 'EPERM' })],
  ['any other error', new TypeError('x is undefined')],
])('%s', (_name, error) => expect(fileErrorOf(error)).toBe(error));
