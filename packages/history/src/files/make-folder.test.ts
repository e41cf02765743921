import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { makeFolder } from './make-folder.ts';

describe('makeFolder', () => {
  let top = '';
  beforeEach(() => {
    top = mkdtempSync(join(tmpdir(), 'millwright-folder-'));
  });
  afterEach(() => rmSync(top, { recursive: true }));

  test('makes all that is missing, and is content when nothing is', () => {
    makeFolder(join(top, 'a/b/c'));
    makeFolder(join(top, 'a/b/c'));
    expect(existsSync(join(top, 'a/b/c'))).toBe(true);
  });

  test('gives up where a file is in the way', () => {
    writeFileSync(join(top, 'file'), '');
    expect(() => makeFolder(join(top, 'file/b'))).toThrow(/ENOTDIR/);
  });

  test.runIf(existsSync('/proc/self'))('gives up on a file system in which nothing can be made', () => {
    expect(() => makeFolder('/proc/nowhere/b')).toThrow(/ENOENT|EACCES/);
  });
});
