import {
  type CodeChange,
  type GitFacts,
  type Run,
  type RunSurroundings,
  type TestHistory,
  type TestReach,
  outcomeOf,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';
import { importDistancesOf, openSourceTree } from '@millwright/source';

import { runGit } from '../bisect/git-commits.ts';
import type { Context } from '../context/context.ts';
import { readCodeChange } from './read-code-change.ts';

/** Commits that are looked through for a good run. */
const lookBack = 5000;
/** Different last good commits that are compared with; the newest first. */
const mostChanges = 8;
/** Test files whose imports are followed. */
const mostTestFiles = 100;

/** Reads what changed since the failed tests of these runs were good, and what they reach. What cannot be read is left out. */
export async function readSurroundings(
  context: Context,
  history: HistoryStore,
  runs: readonly Run[],
  histories: readonly TestHistory[],
): Promise<RunSurroundings> {
  const failed = failedIdsOf(runs);
  if (failed.size === 0) return {};
  const distances = readDistances(context.root, runs, failed);
  const reach = await readReach(history, runs, failed, distances);
  const first = runs.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))[0];
  const git = first?.facts.git;
  if (first === undefined || git === undefined) return { reach, distances };
  const baseBranch = first.facts.ci?.baseBranch ?? (await readBaseBranch(context.root));
  const own = {
    reach,
    distances,
    ...(baseBranch === undefined ? {} : { baseBranch }),
    ...(git.changedFiles === undefined ? {} : { ownFiles: git.changedFiles }),
  };
  const ages = await readAges(context.root, git.commit);
  if (ages === undefined) return own;
  const runIds = new Set(runs.map(({ runId }) => runId));
  const lastGood = lastGoodOf(histories, { failed, runIds, ages, startedAt: first.startedAt });
  const branchChange = git.mergeBase === undefined ? undefined : await readChange(context.root, git.mergeBase, git);
  return {
    ...own,
    lastGood,
    changes: await readChanges(context.root, lastGood, ages, git),
    ...(branchChange === undefined ? {} : { branchChange }),
  };
}

function failedIdsOf(runs: readonly Run[]): ReadonlySet<string> {
  const failed = new Set<string>();
  for (const run of runs) {
    const attempts = Map.groupBy(run.attempts, ({ testId }) => testId);
    for (const test of run.tests) {
      const outcome = outcomeOf(test, attempts.get(test.id) ?? []);
      if (outcome === 'unexpected' || outcome === 'flaky') failed.add(test.id);
    }
  }
  return failed;
}

/** What the files of failed tests import. The sources may have moved on since the run; then what is gone is left out. */
function readDistances(
  root: string,
  runs: readonly Run[],
  failed: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const files = runs.flatMap((run) => run.tests.flatMap(({ id, file }) => (failed.has(id) ? [file] : [])));
  return importDistancesOf(openSourceTree({ root }), [...new Set(files)].slice(0, mostTestFiles));
}

/** What each test runs by coverage; of failed tests without any, what their files import. */
async function readReach(
  history: HistoryStore,
  runs: readonly Run[],
  failed: ReadonlySet<string>,
  distances: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Promise<ReadonlyMap<string, TestReach>> {
  const { filesByTest, precision } = await history.readCoverageMap();
  const reach = new Map<string, TestReach>();
  for (const [testId, files] of filesByTest)
    reach.set(testId, { files, precision: precision.get(testId) ?? 'imported' });
  for (const { id, file } of runs.flatMap((run) => run.tests)) {
    const imported = distances.get(file);
    if (!reach.has(id) && failed.has(id) && imported !== undefined)
      reach.set(id, { files: [...imported.keys()], precision: 'imported' });
  }
  return reach;
}

/** The branch that this repository's branches go to: what the remote calls its head, else `main` or `master`. */
export async function readBaseBranch(root: string): Promise<string | undefined> {
  const format = '--format=%(refname) %(symref)';
  const refs = ['refs/remotes/origin/HEAD', 'refs/heads/main', 'refs/heads/master'];
  const told = await runGit(root, ['for-each-ref', format, ...refs]).catch(() => '');
  const lines = told.split('\n').map((line) => line.split(' '));
  const head = lines.find(([name]) => name === refs[0])?.[1];
  if (head !== undefined && head !== '') return head.replace('refs/remotes/origin/', '');
  return ['main', 'master'].find((branch) => lines.some(([name]) => name === `refs/heads/${branch}`));
}

/** A commit and those before it → how far back; undefined when git does not know it. */
async function readAges(root: string, commit: string): Promise<ReadonlyMap<string, number> | undefined> {
  try {
    const list = await runGit(root, ['rev-list', `--max-count=${lookBack}`, '--end-of-options', commit]);
    return new Map(
      list
        .trim()
        .split('\n')
        .map((hash, age) => [hash, age]),
    );
  } catch {
    return undefined;
  }
}

function lastGoodOf(
  histories: readonly TestHistory[],
  wanted: {
    readonly failed: ReadonlySet<string>;
    readonly runIds: ReadonlySet<string>;
    readonly ages: ReadonlyMap<string, number>;
    readonly startedAt: string;
  },
): ReadonlyMap<string, string> {
  const lastGood = new Map<string, string>();
  for (const { test, observations } of histories) {
    if (!wanted.failed.has(test.id)) continue;
    const commits = observations
      .filter(
        ({ outcome, run }) => isGood(outcome) && !wanted.runIds.has(run.runId) && run.startedAt < wanted.startedAt,
      )
      .flatMap(({ run: { commit } }) => (commit === undefined || !wanted.ages.has(commit) ? [] : [commit]));
    const newest = commits.toSorted((a, b) => (wanted.ages.get(a) ?? 0) - (wanted.ages.get(b) ?? 0))[0];
    if (newest !== undefined) lastGood.set(test.id, newest);
  }
  return lastGood;
}

function isGood(outcome: TestHistory['observations'][number]['outcome']): boolean {
  return outcome === 'expected' || outcome === 'flaky';
}

async function readChanges(
  root: string,
  lastGood: ReadonlyMap<string, string>,
  ages: ReadonlyMap<string, number>,
  git: GitFacts,
): Promise<ReadonlyMap<string, CodeChange>> {
  const commits = [...new Set(lastGood.values())].toSorted((a, b) => (ages.get(a) ?? 0) - (ages.get(b) ?? 0));
  const changes = new Map<string, CodeChange>();
  for (const from of commits.slice(0, mostChanges)) {
    const change = await readChange(root, from, git);
    if (change !== undefined) changes.set(from, change);
  }
  return changes;
}

function readChange(root: string, from: string, git: GitFacts): Promise<CodeChange | undefined> {
  return readCodeChange(root, {
    from,
    to: git.commit,
    prefix: git.rootPrefix,
    uncommitted: git.dirty || hasNewFiles(git),
  });
}

/** On the tip of its base, all that a clean tree can have changed are new files. */
function hasNewFiles({ changedFiles, mergeBase, commit }: GitFacts): boolean {
  return (changedFiles ?? []).length > 0 && mergeBase === commit;
}
