import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { type PlannedTest, isUserError, testIdOf } from '@millwright/core';
import { type HistoryStore, makeFolder, openHistory, readRenames } from '@millwright/history';

import type { ExecutionScope } from '../execution/execute-strategy.ts';
import type { Suspect } from '../lab/find-suspect.ts';
import { runCompany } from '../lab/run-experiment.ts';
import type { BisectionTree } from './bisection-tree.ts';

/** What one run at a commit showed, or why there can be none. */
export type ProbeResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly failure: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'interrupted' };

/** Everything that the probes of one bisection share. */
export interface ProbeScope {
  /** The scope of the user's own checkout. */
  readonly scope: ExecutionScope;
  readonly suspect: Suspect;
  readonly tree: BisectionTree;
  /** The commit whose names of files the suspect has. */
  readonly head: string;
  readonly signal: AbortSignal;
}

/** Runs the test once at a commit, in the checkout of the bisection. */
export async function probeCommit(
  probe: ProbeScope,
  commit: string,
  { number, isPrepared }: { readonly number: number; readonly isPrepared: boolean },
): Promise<ProbeResult> {
  const { tree, signal } = probe;
  const problem = isPrepared ? undefined : await tree.prepare(commit);
  if (signal.aborted) return { kind: 'interrupted' };
  if (problem !== undefined) return { kind: 'skipped', reason: problem };
  const file = await fileAt(probe, commit);
  if (file === undefined) return { kind: 'skipped', reason: `${probe.suspect.file} is not there.` };
  return runThere(probe, suspectIn(probe.suspect, file), number);
}

/** What the test's file was called then. */
async function fileAt({ suspect, tree, head }: ProbeScope, commit: string): Promise<string | undefined> {
  if (existsSync(join(tree.root, suspect.file))) return suspect.file;
  const renames = await readRenames({ root: tree.root, fromCommit: commit, toCommit: head });
  return renames.find(({ to }) => to === suspect.file)?.from;
}

/** The line is that of today's text; the title finds the test in that of then. */
function suspectIn(suspect: Suspect, file: string): Suspect {
  const { line: _today, ...rest } = suspect;
  if (file === suspect.file) return rest;
  return { ...rest, file, testId: testIdOf({ ...rest, file }) };
}

async function runThere(probe: ProbeScope, suspect: Suspect, number: number): Promise<ProbeResult> {
  const { scope, tree, signal } = probe;
  const history = openHistory({ dir: tree.dir, root: tree.root });
  const context = { ...scope.context, root: tree.root, dir: tree.dir };
  const company = { tests: [suspect], wholeSuite: false, passThrough: [`--reporter=@millwright/${suspect.runner}`] };
  const there = { ...scope, context, history, signal };
  const startedAt = new Date(scope.context.world.nowMs()).toISOString();
  try {
    const result = await runCompany({ scope: there, suspect, mates: [], others: [] }, company, number);
    if (result.failures > 0) return { kind: 'failed', failure: result.evidence?.message ?? 'It failed.' };
    if (result.runs > 0) return { kind: 'passed' };
    if (signal.aborted) return { kind: 'interrupted' };
    const reason =
      (await reasonOf(history, suspect, startedAt)) ?? `The runner did not start.${keepLog(probe, number)}`;
    return { kind: 'skipped', reason };
  } catch (error) {
    if (isUserError(error)) return { kind: 'skipped', reason: error.message };
    throw error;
  }
}

/** Why a runner that was started showed nothing of the test; undefined when it recorded nothing at all. */
async function reasonOf(history: HistoryStore, suspect: PlannedTest, startedAt: string): Promise<string | undefined> {
  for await (const run of history.readRuns({ since: startedAt })) {
    const [error] = run.errors;
    if (error !== undefined) return `It cannot be loaded: ${error.message.split('\n')[0] ?? ''}`;
    const isSkipped = run.attempts.some(({ status }) => status === 'skipped');
    return isSkipped ? 'The test is skipped there.' : `"${suspect.titlePath.join(' > ')}" is not in its file.`;
  }
  return undefined;
}

/** Saves what the runner printed from the folder that will go, and says where it is. */
function keepLog({ tree, scope }: ProbeScope, number: number): string {
  const folder = join(tree.dir, 'logs');
  const [newest] = existsSync(folder) ? readdirSync(folder).toSorted().toReversed() : [];
  if (newest === undefined) return '';
  const kept = join(scope.context.dir, 'logs', `bisect-${number}-${newest}`);
  makeFolder(join(scope.context.dir, 'logs'));
  copyFileSync(join(folder, newest), kept);
  return ` What it printed is in ${kept}.`;
}
