import type { RunRef } from '../model/run.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import type { FlakePolicy } from './flake-policy.ts';

/** A run in which one signature failed many of the executed tests. */
export interface MassFailure {
  readonly run: RunRef;
  /** The part of the signature that the failures share: what failed, without where. */
  readonly signature: string;
  readonly failedTests: number;
  readonly executedTests: number;
  readonly tests: readonly TestId[];
}

interface RunTally {
  readonly run: RunRef;
  executed: number;
  readonly bySignature: Map<string, TestId[]>;
}

/** Every run in which one signature failed more than max(`outageMinTests`, `outageRatio`) of its executed tests. */
export function findMassFailures(
  histories: readonly TestHistory[],
  { outageMinTests, outageRatio }: FlakePolicy,
): readonly MassFailure[] {
  return [...talliesOf(histories).values()].flatMap(({ run, executed, bySignature }) =>
    [...bySignature]
      .filter(([, tests]) => tests.length > Math.max(outageMinTests, outageRatio * executed))
      .map(([signature, tests]) => ({
        run,
        signature,
        failedTests: tests.length,
        executedTests: executed,
        tests,
      })),
  );
}

function talliesOf(histories: readonly TestHistory[]): ReadonlyMap<string, RunTally> {
  const tallies = new Map<string, RunTally>();
  for (const { test, observations } of histories) {
    for (const { run, outcome, signature } of observations) {
      if (outcome === 'skipped') continue;
      let tally = tallies.get(run.runId);
      if (!tally) tallies.set(run.runId, (tally = { run, executed: 0, bySignature: new Map() }));
      tally.executed++;
      if (signature === undefined || outcome === 'expected') continue;
      const what = whatOf(signature);
      const tests = tally.bySignature.get(what);
      if (tests) tests.push(test.id);
      else tally.bySignature.set(what, [test.id]);
    }
  }
  return tallies;
}

/** The first half of a signature (`what-where`): an outage strikes in many places with one message. */
function whatOf(signature: string): string {
  const dash = signature.indexOf('-');
  return dash === -1 ? signature : signature.slice(0, dash);
}
