import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import type { TestStrategy } from '@millwright/core';

import type { Clone } from './clone.ts';
import { type FileResult, listVitest, runVitest } from './run-vitest.ts';

/** A commit that changes sources and tests. */
export interface ReplayedCommit {
  readonly id: string;
  readonly subject: string;
  readonly sources: readonly string[];
}

/** What a way of choosing tests chose, by files. */
type Choice = ReadonlySet<string>;

/** One commit, replayed. */
export interface Replay {
  readonly commit: ReplayedCommit;
  readonly files: readonly FileResult[];
  /** Tests that fail without the commit's change of sources and pass with it, by file. */
  readonly failToPass: readonly { readonly file: string; readonly name: string }[];
  readonly choices: ReadonlyMap<string, Choice>;
  readonly plan: SelectingPlan;
}

/** What a plan chose, and why. */
interface SelectingPlan {
  readonly chosen: Choice;
  /** How long it took, as its own process. */
  readonly planMs: number;
  /** Why everything is planned, if it is. */
  readonly everything: string | undefined;
  /** Reason → how many tests are planned for it. */
  readonly reasons: ReadonlyMap<string, number>;
}

const TEST =
  /(?:^|\/|\.)(?:test|spec)(?:-d)?\.[cm]?[jt]sx?$|(?:^|\/)__(?:tests|mocks|snapshots|fixtures)__\/|(?:^|\/)(?:tests?|fixtures?|snapshots?)\//;

/** Whether a file is part of the tests by its name or folder. */
export function isTestPath(file: string): boolean {
  return TEST.test(file);
}

/** The newest commits that change both, without merges; those that change what is installed cannot be replayed. */
export async function findCommits(clone: Clone, until: string, most: number): Promise<readonly ReplayedCommit[]> {
  const log = await clone.git(
    'log',
    '--no-merges',
    '--first-parent',
    '-400',
    '--name-only',
    '--format=%x01%H%x02%s%x02%P',
    until,
  );
  const commits = log
    .split('\u0001')
    .slice(1)
    .flatMap((entry) => {
      const [head = '', ...names] = entry.split('\n');
      const [id = '', subject = '', parents = ''] = head.split('\u0002');
      const files = names.filter((name) => name !== '');
      const sources = files.filter((file) => /\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(file) && !TEST.test(file));
      const tests = files.filter((file) => /(?:test|spec)\.[cm]?[jt]sx?$/.test(file));
      const installs = files.some((file) => /(?:package\.json|lock\.(?:json|yaml)|yarn\.lock|bun\.lockb?)$/.test(file));
      const replayable = sources.length > 0 && tests.length > 0 && !installs && parents !== '';
      return replayable ? [{ id, subject, sources: files.filter((file) => !TEST.test(file)) }] : [];
    });
  return commits.slice(0, most);
}

/** Runs everything with and without the change of sources, and asks each way of choosing; undefined when the commit cannot run. */
export async function replay(
  clone: Clone,
  commit: ReplayedCommit,
  runnerArgs: readonly string[],
): Promise<Replay | undefined> {
  const { root, git } = clone;
  await git('checkout', '--quiet', '--force', commit.id);
  await git('clean', '-qfd', '-e', 'node_modules', '-e', 'dist', '-e', 'build', '-e', 'lib');
  const plan = await planOf(root, `${commit.id}^`);
  const after = await runVitest(root, runnerArgs, 600_000);
  const choices = new Map<string, Choice>();
  if (plan) choices.set('ours', plan.chosen);
  const related = await listVitest(root, ['--changed', `${commit.id}^`, ...runnerArgs]);
  if (related) choices.set('vitest --changed', new Set(related));
  for (const file of commit.sources) await undo(clone, commit, file);
  const before = await runVitest(root, runnerArgs, 600_000);
  if (!after || !before || !plan) return undefined;
  choices.set('run all', new Set(after.map(({ file }) => file)));
  return { commit, files: after, failToPass: failToPassOf(before, after), choices, plan };
}

async function undo({ root, git }: Clone, { id }: ReplayedCommit, file: string): Promise<void> {
  try {
    await git('checkout', '--quiet', `${id}^`, '--', file);
  } catch {
    rmSync(join(root, file), { force: true });
  }
}

/** Tests that pass after a change and did not before it. */
export function failToPassOf(before: readonly FileResult[], after: readonly FileResult[]): Replay['failToPass'] {
  const was = new Map(before.map((result) => [result.file, result.tests]));
  return after.flatMap(({ file, tests }) =>
    [...tests].flatMap(([name, passed]) => (passed && was.get(file)?.get(name) !== true ? [{ file, name }] : [])),
  );
}

/** The files of the selected tests. What runs by lot alone is no merit of the selection. */
function chosenBy({ selection, testCases }: TestStrategy): Choice {
  const byLot = new Set(selection?.heldOut.map(({ testId }) => testId));
  return new Set(testCases.filter(({ testId }) => !byLot.has(testId)).map(({ file }) => file));
}

const cli = fileURLToPath(new URL('../../packages/cli/dist/bin.js', import.meta.url));

/** What the command plans for what differs from a commit, with an empty history; undefined when it makes no plan. */
export async function planOf(root: string, since: string): Promise<SelectingPlan | undefined> {
  const startedAt = performance.now();
  const strategy = await planSafely(root, since);
  const planMs = performance.now() - startedAt;
  if (!strategy?.selection) return undefined;
  const { selected, everything } = strategy.selection;
  const reasons = new Map<string, number>();
  for (const { reason } of selected) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return { chosen: chosenBy(strategy), planMs, everything, reasons };
}

async function planSafely(root: string, since: string): Promise<TestStrategy | undefined> {
  const output = join(root, '..', 'plan.json');
  rmSync(output, { force: true });
  const place = ['--root', root, '--dir', join(root, '..', 'history'), '--output', join(root, '..', 'strategies')];
  const args = ['plan-strategy', '--select', 'safe', '--trust', '--changed-since', since, '--json', ...place];
  const printed = await new Promise<string>((done, fail) => {
    const child = spawn(process.execPath, [cli, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', fail);
    child.on('close', () => done(text));
  });
  if (existsSync(output)) return JSON.parse(readFileSync(output, 'utf8')) as TestStrategy;
  return printed.startsWith('{') ? (JSON.parse(printed) as TestStrategy) : undefined;
}
