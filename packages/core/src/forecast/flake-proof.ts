import { codesOf } from '../flake/same-code.ts';
import type { Observation } from '../model/test-history.ts';

/** The first good run of the very code on which a test failed: that code alone did not decide. */
export function flakeProofOf(bad: Observation, observations: readonly Observation[]): Observation | undefined {
  const codes = codesOf(bad.run);
  return observations.find(
    ({ run, outcome }) => outcome === 'expected' && codesOf(run).some((code) => codes.includes(code)),
  );
}
