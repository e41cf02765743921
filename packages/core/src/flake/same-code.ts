import type { RunRef } from '../model/run.ts';

/** Whether the code may differ between two runs: another commit, an unknown one, or uncommitted changes. */
export function mayDiffer(a: RunRef, b: RunRef): boolean {
  return a.commit === undefined || a.commit !== b.commit || a.dirty === true || b.dirty === true;
}
