import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { readAdditionObstacle, readEditObstacle, readSourceFile, writeSourceFile } from './edit-file.ts';
import { findRunnerConfigs } from './find-configs.ts';

let root = '';
const git = (...args: string[]): void =>
  void execFileSync('git', ['-c', 'user.name=m', '-c', 'user.email=m@example.com', ...args], {
    cwd: root,
    stdio: 'ignore',
  });
const write = (name: string, text: string): void => writeFileSync(join(root, name), text);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-edit-'));
  write('clean.ts', '1');
  write('[id].ts', '1');
  write('i.ts', '1');
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'one');
  write('i.ts', '2');
  write('new.ts', '1');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('uncommitted changes', () => {
  test.each([
    ['clean.ts', undefined],
    ['i.ts', 'has uncommitted changes'],
    // Not mistaken for a pattern that matches i.ts.
    ['[id].ts', undefined],
    ['new.ts', 'has uncommitted changes'],
    ['missing.ts', undefined],
  ])('%s: %s', async (file, obstacle) => expect(await readEditObstacle(root, file)).toBe(obstacle));

  test('outside a repository nothing could bring a file back; what only adds may be written all the same', async () => {
    expect(await readEditObstacle(tmpdir(), 'x.ts')).toBe('is in no git repository that could bring it back');
    expect(await readAdditionObstacle(tmpdir(), 'x.ts')).toBeUndefined();
  });

  test('a repository that git refuses to read is no clean one', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'millwright-refused-'));
    try {
      execFileSync('git', ['init', '--quiet'], { cwd: broken });
      writeFileSync(join(broken, '.git/config'), '[core\n');
      expect(await readEditObstacle(broken, 'x.ts')).toMatch(
        /^may have uncommitted changes \(git would not say: fatal: bad config/,
      );
    } finally {
      rmSync(broken, { recursive: true, force: true });
    }
  });
});

test('a file is replaced whole, keeps its mode and leaves no temporary file', () => {
  chmodSync(join(root, 'clean.ts'), 0o640);
  writeSourceFile(root, 'clean.ts', '\uFEFFä\r\n');
  expect(readSourceFile(root, 'clean.ts')).toBe('\uFEFFä\r\n');
  expect(statSync(join(root, 'clean.ts')).mode & 0o777).toBe(0o640);
  expect(readdirSync(root).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a link to a file stays one', () => {
  writeFileSync(join(root, 'target.ts'), 'a');
  symlinkSync('target.ts', join(root, 'link.ts'));
  writeSourceFile(root, 'link.ts', 'b');
  expect(readSourceFile(root, 'target.ts')).toBe('b');
  expect(lstatSync(join(root, 'link.ts')).isSymbolicLink()).toBe(true);
});

test.each<[string, readonly string[], readonly string[]]>([
  ['none', [], []],
  ['both runners', ['playwright.config.ts', 'vitest.config.mts'], ['playwright.config.ts', 'vitest.config.mts']],
  ['vitest before vite', ['vite.config.ts', 'vitest.config.js'], ['vitest.config.js']],
  ['vite alone, without Vitest', ['vite.config.ts'], []],
])('configs: %s', (_name, files, expected) => {
  const folder = mkdtempSync(join(root, 'configs-'));
  for (const file of files) writeFileSync(join(folder, file), '');
  expect(findRunnerConfigs(folder).map((config) => config.file)).toEqual(expected);
});

test.each([
  ['its config says so', 'export default { test: { globals: true } };', '{}'],
  ['it is installed', 'export default {};', '{ "devDependencies": { "vitest": "5.1.0" } }'],
])('vite.config counts for Vitest when %s', (_name, config, manifest) => {
  const folder = mkdtempSync(join(root, 'configs-'));
  writeFileSync(join(folder, 'vite.config.ts'), config);
  writeFileSync(join(folder, 'package.json'), manifest);
  expect(findRunnerConfigs(folder)).toEqual([{ runner: 'vitest', file: 'vite.config.ts' }]);
});
