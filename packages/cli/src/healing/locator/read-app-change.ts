import type { Run, TestHistory } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import { readCodeChange } from '../../explain/read-code-change.ts';
import type { BrokenTest } from './broken-test.ts';

/** What is needed to tell whether the application changed. */
export interface AppChangeSources {
  readonly root: string;
  readonly history: HistoryStore;
  readonly histories: readonly TestHistory[];
  /** The runs with the failures. */
  readonly runs: readonly Run[];
  /** Files that only tests use: test files and what they import that no product code does. */
  readonly isTestFile: (file: string) => boolean;
}

/**
 * Whether the application was another when a test last passed than when it failed: by the name of its build where both runs have one, else
 * by git, leaving out the tests' own files. Undefined when nobody can tell: without git, for a test that never passed, and for an
 * application that is served elsewhere, since its changes need not be in this repository.
 */
export async function readAppChange(broken: BrokenTest, sources: AppChangeSources): Promise<boolean | undefined> {
  const failed = sources.runs.find(({ runId }) => runId === broken.runId);
  const good = await lastGoodRunOf(broken, sources);
  if (failed === undefined || good === undefined) return undefined;
  const [before, after] = [good.facts, failed.facts];
  if (before.appBuild !== undefined && after.appBuild !== undefined) return before.appBuild !== after.appBuild;
  if (!before.git || !after.git || before.git.dirty) return undefined;
  const range = {
    from: before.git.commit,
    to: after.git.commit,
    prefix: after.git.rootPrefix,
    uncommitted: after.git.dirty,
  };
  const change = await readCodeChange(sources.root, range);
  if (change === undefined) return undefined;
  const files = new Set([...change.files.map(({ file }) => file), ...change.commits.flatMap((commit) => commit.files)]);
  if ([...files].some((file) => !sources.isTestFile(file))) return true;
  return isServedHere(broken) ? false : undefined;
}

/** The newest run before the failure in which the test was good. */
async function lastGoodRunOf(
  { test, failedAt }: BrokenTest,
  { histories, history }: AppChangeSources,
): Promise<Run | undefined> {
  const known = histories.find((entry) => entry.test.id === test.id);
  const good = known?.observations.findLast(
    ({ outcome, run }) => outcome === 'expected' && run.startedAt < failedAt && run.stress !== true,
  );
  if (good === undefined) return undefined;
  for await (const run of history.readRuns({ runIds: [good.run.runId] })) return run;
  return undefined;
}

/** A page of this machine is served from the files that are here. */
function isServedHere({ failure }: BrokenTest): boolean {
  const address = failure.page?.url;
  if (address === undefined) return true;
  return /^(?:https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|[\w-]+\.localhost)(?::\d+)?(?:\/|$)|file:|about:)/.test(
    address,
  );
}
