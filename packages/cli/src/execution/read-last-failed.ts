import type { TestEntry, TestHistory } from '@millwright/core';
import { type HistoryStore, readRenames } from '@millwright/history';

/**
 * The tests that failed when they last ran. One whose file is not in the plan, because it was moved since, is told under the
 * file's name of today as far as git knows it.
 */
export async function readLastFailed(
  history: HistoryStore,
  root: string,
  plannedFiles: ReadonlySet<string>,
): Promise<readonly TestEntry[]> {
  const failed = (await history.readTestHistories()).filter(
    ({ observations }) => observations.findLast(({ outcome }) => outcome !== 'skipped')?.outcome === 'unexpected',
  );
  const moved = Map.groupBy(
    failed.filter(({ test }) => !plannedFiles.has(test.file)),
    commitOf,
  );
  const files = new Map<TestEntry, string>();
  for (const [commit, histories] of moved) {
    if (commit === undefined) continue;
    const renames = new Map((await readRenames({ root, fromCommit: commit })).map(({ from, to }) => [from, to]));
    for (const { test } of histories) files.set(test, renames.get(test.file) ?? test.file);
  }
  return failed.map(({ test }) => ({ ...test, file: files.get(test) ?? test.file }));
}

function commitOf({ observations }: TestHistory): string | undefined {
  return observations.at(-1)?.run.commit;
}
