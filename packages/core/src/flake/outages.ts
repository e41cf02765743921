import type { RunRef } from '../model/run.ts';
import type { TestHistory } from '../model/test-history.ts';
import { defaultFlakePolicy, type FlakePolicy } from './flake-policy.ts';

/** A run in which one cause took many tests down: it says something of the environment, nothing of the tests. */
export interface Outage {
  readonly run: RunRef;
  /** The part of the signature that the failures share: what failed, without where. */
  readonly signature: string;
  readonly failedTests: number;
  readonly executedTests: number;
}

export interface OutageGuard {
  /** The histories without the observations of outage runs. */
  readonly histories: readonly TestHistory[];
  /** What was left out, oldest first. */
  readonly outages: readonly Outage[];
}

interface RunTally {
  readonly run: RunRef;
  executed: number;
  readonly bySignature: Map<string, number>;
}

/** Leaves out of flake statistics every run in which one signature failed more than max(5, 20 %) of its executed tests. */
export function excludeOutages(
  histories: readonly TestHistory[],
  policy: FlakePolicy = defaultFlakePolicy,
): OutageGuard {
  const outages = outagesOf(histories, policy);
  if (outages.length === 0) return { histories, outages };
  const excluded = new Set(outages.map((outage) => outage.run.runId));
  return {
    outages,
    histories: histories.map((history) => ({
      ...history,
      observations: history.observations.filter(({ run }) => !excluded.has(run.runId)),
    })),
  };
}

function outagesOf(histories: readonly TestHistory[], policy: FlakePolicy): Outage[] {
  const outages: Outage[] = [];
  for (const tally of talliesOf(histories).values()) {
    for (const [signature, failedTests] of tally.bySignature) {
      if (failedTests <= Math.max(policy.outageMinTests, policy.outageRatio * tally.executed)) continue;
      outages.push({ run: tally.run, signature, failedTests, executedTests: tally.executed });
    }
  }
  return outages.sort(
    (a, b) => a.run.startedAt.localeCompare(b.run.startedAt) || a.run.runId.localeCompare(b.run.runId),
  );
}

function talliesOf(histories: readonly TestHistory[]): Map<string, RunTally> {
  const tallies = new Map<string, RunTally>();
  for (const { observations } of histories) {
    for (const { run, outcome, signature } of observations) {
      if (outcome === 'skipped') continue;
      let tally = tallies.get(run.runId);
      if (!tally) tallies.set(run.runId, (tally = { run, executed: 0, bySignature: new Map() }));
      tally.executed++;
      if (signature === undefined || outcome === 'expected') continue;
      const what = whatOf(signature);
      tally.bySignature.set(what, (tally.bySignature.get(what) ?? 0) + 1);
    }
  }
  return tallies;
}

/** The first half of a signature (`what-where`): an outage strikes in many places with one message. */
function whatOf(signature: string): string {
  const dash = signature.indexOf('-');
  return dash === -1 ? signature : signature.slice(0, dash);
}
