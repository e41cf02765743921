import type { RunRef } from '../model/run.ts';

/** Whether the code may differ between two runs: another commit, an unknown one, or uncommitted changes. */
export function mayDiffer(a: Pick<RunRef, 'commit' | 'dirty'>, b: Pick<RunRef, 'commit' | 'dirty'>): boolean {
  return a.commit === undefined || a.commit !== b.commit || a.dirty === true || b.dirty === true;
}

/** The commit that a run tested, as a list of one; empty when it is unknown or had uncommitted changes. */
export function cleanCommitOf({ commit, dirty }: Pick<RunRef, 'commit' | 'dirty'>): readonly string[] {
  return commit === undefined || dirty === true ? [] : [commit];
}
