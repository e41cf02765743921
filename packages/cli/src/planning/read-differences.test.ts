import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { readDifferences } from './read-differences.ts';

let repository: string;
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=Millwright', '-c', 'user.email=millwright@example.com', ...args], {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
};

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'millwright-differences-'));
  write('app/src/a.ts', 'export const a = 1;\n');
  write('app/src/old.ts', 'export const old = 1;\n');
  write('app/src/moved.ts', 'export const moved = "a long enough text to be a rename";\n');
  write(
    'app/package.json',
    '{ "version": "1.0.0", "scripts": { "lint": "x", "test": "vitest" }, "dependencies": {} }\n',
  );
  write('app/rates.json', '1\n');
  write('app/.millwright/aliases.json', '{}\n');
  write('shared/b.ts', 'export const b = 1;\n');
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'Start');
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

test('committed, uncommitted and untracked changes, deletions, renames and files outside of the root', async () => {
  write('app/src/a.ts', 'export const a = 2;\n');
  git('commit', '--quiet', '--all', '-m', 'Change');
  rmSync(join(repository, 'app/src/old.ts'));
  git('mv', 'app/src/moved.ts', 'app/src/here.ts');
  write('app/src/ä new.ts', 'export const fresh = 1;\n');
  write(
    'app/package.json',
    '{ "version": "1.0.1", "scripts": { "lint": "y", "test": "vitest" }, "dependencies": {} }\n',
  );
  write('app/.millwright/aliases.json', '{ "changed": true }\n');
  write('shared/b.ts', 'export const b = 2;\n');
  const { files, texts } = await readDifferences(join(repository, 'app'), 'HEAD~1', '.millwright');
  expect(files.toSorted((a, b) => (a.file < b.file ? -1 : 1))).toEqual([
    { file: '../shared/b.ts', kind: 'modified' },
    { file: 'package.json', kind: 'modified', fields: ['version', 'scripts.lint'] },
    { file: 'src/a.ts', kind: 'modified' },
    { file: 'src/here.ts', kind: 'added' },
    { file: 'src/moved.ts', kind: 'deleted' },
    { file: 'src/old.ts', kind: 'deleted' },
    { file: 'src/ä new.ts', kind: 'added' },
  ]);
  const textOf = (file: string) => texts.find((one) => one.file === file);
  expect(textOf('src/a.ts')).toEqual({ file: 'src/a.ts', before: 'export const a = 1;\n', deleted: false });
  expect(textOf('src/old.ts')).toEqual({ file: 'src/old.ts', before: 'export const old = 1;\n', deleted: true });
  expect(textOf('src/here.ts')?.before).toBeUndefined();
});

test('nothing', async () => {
  expect(await readDifferences(join(repository, 'app'), 'main', '.millwright')).toMatchObject({ files: [], texts: [] });
});

test('the digest tells another change of a module or of a file that git knows, and does not care for what runs leave', async () => {
  const digestOf = async (): Promise<string> =>
    (await readDifferences(join(repository, 'app'), 'main', '.millwright')).digest;
  const none = await digestOf();
  write('app/report.txt', 'passed\n');
  expect(await digestOf()).toBe(none);
  write('app/src/a.ts', 'export const a = 2;\n');
  const one = await digestOf();
  write('app/src/a.ts', 'export const a = 3;\n');
  const other = await digestOf();
  write('app/rates.json', '2\n');
  const data = await digestOf();
  write('app/rates.json', '3\n');
  write('shared/b.ts', 'export const b = 2;\n');
  expect(new Set([none, one, other, data, await digestOf()]).size).toBe(5);
});

test('a ref that git does not know', async () => {
  await expect(readDifferences(repository, 'no-such', '.millwright')).rejects.toMatchObject({ code: 'unknown-ref' });
});
