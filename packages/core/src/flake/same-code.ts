import type { RunRef } from '../model/run.ts';

/** What tells the code of one run from that of another. */
type CodeState = Pick<RunRef, 'commit' | 'dirty' | 'executionId'>;

/**
 * Whether the code may differ between two runs: another commit, an unknown one, or uncommitted changes. The runs of one execution
 * at one commit are minutes apart and test what is there, committed or not.
 */
export function mayDiffer(a: CodeState, b: CodeState): boolean {
  if (a.executionId !== undefined && a.executionId === b.executionId && a.commit === b.commit) return false;
  return a.commit === undefined || a.commit !== b.commit || a.dirty === true || b.dirty === true;
}

/** What the run tested, as names that runs of the same code share: its commit, unless there were uncommitted changes, and its execution. */
export function codesOf({
  commit,
  dirty,
  executionId,
}: Pick<RunRef, 'commit' | 'dirty' | 'executionId'>): readonly string[] {
  return [
    ...(commit === undefined || dirty === true ? [] : [commit]),
    ...(executionId === undefined ? [] : [`${executionId} ${commit ?? ''}`]),
  ];
}
