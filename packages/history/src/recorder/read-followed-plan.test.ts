import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readCodeState, readFileDigests } from '../facts/code-state.ts';
import { readFollowedPlan, wantedStrategyOf } from './read-followed-plan.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millwright-followed-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: root, stdio: 'pipe' });
}

function strategyOf(cause: 'budget' | 'selection'): string {
  const test = { testId: '1', runner: 'vitest', project: '', titlePath: ['x'] };
  return JSON.stringify({
    format: 'millwright/strategy',
    version: 1,
    id: 'quick-1',
    createdAt: '2026-11-01T12:00:00.000Z',
    testCases: [],
    executionOrder: [],
    leftOutTests: ['same.ts', 'changed.ts', 'gone.ts'].map((file) => ({ ...test, file, cause, reason: 'over' })),
    madeFor: { testFiles: { ...readFileDigests(root, ['same.ts']), 'changed.ts': 'other', 'gone.ts': 'other' } },
  });
}

const read = (strategy: string) =>
  readFollowedPlan({ strategy, dir: join(root, '.millwright'), root, runner: 'vitest' });

describe('reading a plan to follow', () => {
  beforeEach(() => write({ 'same.ts': '1', 'changed.ts': '2' }));

  test.each([
    ['latest', { '.millwright/strategies/latest.txt': 'quick-1\n' }, '.millwright/strategies/quick-1.json'],
    ['quick-1', {}, '.millwright/strategies/quick-1.json'],
    ['plans/mine.json', {}, 'plans/mine.json'],
  ])('%s: with the files that it may still leave out', async (strategy, files, path) => {
    write({ ...files, [path]: strategyOf('budget') });
    const plan = await read(strategy);
    expect(plan).toMatchObject({ strategyId: 'quick-1', unchangedFiles: new Set(['same.ts']) });
    expect(plan).not.toHaveProperty('codeStateNow');
  });

  test('what is not there is told, and nothing is thrown', async () => {
    expect(await read('latest')).toEqual({ problem: expect.stringContaining('No strategy was planned yet') });
    expect(await read('gone-1')).toEqual({ problem: expect.stringContaining('gone-1.json') });
    write({ '.millwright/strategies/bad.json': '{' });
    expect(await read('bad')).toEqual({ problem: expect.stringContaining('cannot be followed: it is no strategy') });
  });

  test('a selection by the change comes with the state of the code', async () => {
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'all');
    write({ '.millwright/strategies/quick-1.json': strategyOf('selection') });
    expect(await read('quick-1')).toMatchObject({ codeStateNow: await readCodeState(root) });
  });
});

test('the state of the code: the same for the same content, whatever runs have written', async () => {
  expect(await readCodeState(root)).toBeUndefined();
  write({ 'a.ts': '1', '.gitignore': 'ignored\n' });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'one');
  const committed = await readCodeState(root);
  git('commit', '-q', '--amend', '-m', 'other words');
  write({ '.millwright/history/x.json': '1', 'test-results/y.txt': '2', ignored: '3' });
  expect(await readCodeState(root)).toBe(committed);
  write({ 'a.ts': '2' });
  const changed = await readCodeState(root);
  write({ 'b.ts': '' });
  const added = await readCodeState(root);
  expect(new Set([committed, changed, added]).size).toBe(3);
});

test.each([
  [undefined, {}, undefined],
  ['latest', {}, 'latest'],
  ['latest', { MILLWRIGHT_STRATEGY: 'off' }, undefined],
  ['latest', { MILLWRIGHT_STRATEGY: ' quick-1 ' }, 'quick-1'],
  [undefined, { MILLWRIGHT_STRATEGY: 'latest' }, 'latest'],
  ['latest', { MILLWRIGHT_STRATEGY: '' }, 'latest'],
  ['latest', { MILLWRIGHT_PLAN_FILE: 'plan.json' }, undefined],
  ['latest', { MILLWRIGHT_EXECUTION_ID: 'exec-1', MILLWRIGHT_STRATEGY: 'quick-1' }, undefined],
])('the option %j with %j follows %j', (option, env, wanted) => {
  expect(wantedStrategyOf(option, env)).toBe(wanted);
});
