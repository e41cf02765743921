import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { commitToBranch, refuseBranch } from './commit-to-branch.ts';

let repository: string;
/** The project stands in a folder of the repository. */
let root: string;
const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'millwright-branch-'));
  root = join(repository, 'shop');
  mkdirSync(root);
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'm');
  git('config', 'user.email', 'm@example.com');
  writeFileSync(join(root, 'a.spec.ts'), 'old\r\n', { mode: 0o755 });
  writeFileSync(join(root, 'b.ts'), 'b\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'one');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(repository, { recursive: true, force: true });
});

test('commits the text alone, keeps its mode, and leaves index and files as they are', async () => {
  writeFileSync(join(root, 'b.ts'), 'staged\n');
  git('add', '--all');
  writeFileSync(join(root, 'b.ts'), 'not staged\n');
  const before = git('status', '--porcelain=v2');
  const texts = new Map([['a.spec.ts', 'new\r\n']]);
  const commit = await commitToBranch(root, { branch: 'heal', message: 'new', texts });
  expect(git('rev-parse', 'heal').trim()).toBe(commit);
  expect(git('show', 'heal:shop/a.spec.ts')).toBe('new\r\n');
  expect(git('diff', '--raw', 'main', 'heal')).toMatch(/^:100755 100755 \w+ \w+ M\tshop\/a\.spec\.ts\n$/);
  expect(git('status', '--porcelain=v2')).toBe(before);
});

test('a hook of git that calls it does not lead it to another place', async () => {
  vi.stubEnv('GIT_DIR', '.git');
  vi.stubEnv('GIT_PREFIX', 'elsewhere/');
  const commit = await commitToBranch(root, { branch: 'heal', message: 'new', texts: new Map([['b.ts', 'c\n']]) });
  vi.unstubAllEnvs();
  expect(git('diff', '--name-only', 'main', commit)).toBe('shop/b.ts\n');
});

test('refused before any work: nobody who could commit', async () => {
  git('config', '--unset', 'user.name');
  git('config', '--unset', 'user.email');
  git('config', 'user.useConfigOnly', 'true');
  for (const name of ['HOME', 'XDG_CONFIG_HOME']) vi.stubEnv(name, repository);
  for (const name of ['EMAIL', 'GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL'])
    vi.stubEnv(name, undefined);
  vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
  await expect(refuseBranch(root, 'heal')).rejects.toMatchObject({
    name: 'UserError',
    message: 'Expected git to know who commits to `--branch`, and it has no name or address.',
  });
});

test.each([
  ['main', 'Expected `--branch` to be a new branch, and "main" exists.'],
  ['a..b', 'Expected `--branch` to be the name of a branch, got "a..b".'],
  ['main/x', 'Expected `--branch` to be a name that is free, and "main" exists, so there is no room for "main/x".'],
])('refused before any work: %s', async (branch, message) => {
  await expect(refuseBranch(root, branch)).rejects.toMatchObject({ message });
});

test('a branch that is made meanwhile is no stack of errors', async () => {
  git('branch', 'heal');
  await expect(
    commitToBranch(root, { branch: 'heal', message: 'new', texts: new Map([['b.ts', 'c\n']]) }),
  ).rejects.toMatchObject({ name: 'UserError', code: 'no-commit' });
});
