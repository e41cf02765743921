import { cleanCommitOf } from '../flake/same-code.ts';
import type { Observation } from '../model/test-history.ts';

/** Whether another run of the same clean commit was good, so that the code alone did not decide. */
export function flakeProofOf(bad: Observation, observations: readonly Observation[]): boolean {
  const [commit] = cleanCommitOf(bad.run);
  return (
    commit !== undefined &&
    observations.some(({ run, outcome }) => outcome === 'expected' && cleanCommitOf(run).includes(commit))
  );
}
