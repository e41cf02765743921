import type { RunCount } from '../model/heal.ts';

/** Chance at which an unrepaired test would pass a proof as well. */
const alpha = 0.05;
const leastRuns = 3;
const mostControlRuns = 20;
const mostProofRuns = 60;
/** A control that needs so few clean runs after it has shown enough. */
const fewRuns = 10;

/**
 * How many runs of the unrepaired test the control takes at most: so many that a test which fails with this probability
 * fails at least once with a chance of 95 %, n = ln 0.05 / ln(1 − p). Between 3 and 20.
 */
export function controlRunsOf(failureRatio: number): number {
  const p = Math.min(0.95, Math.max(0.14, failureRatio));
  return Math.min(mostControlRuns, Math.max(leastRuns, Math.ceil(Math.log(alpha) / Math.log(1 - p))));
}

/**
 * How many clean runs in a row an unchanged test would pass with a chance of at most 5 %, given how often it failed in
 * its control: the smallest n with B(k + ½, m − k + ½ + n) / B(k + ½, m − k + ½) ≤ 0.05 for k failures in m runs
 * (beta-binomial with the Jeffreys prior). Infinity for a control that never failed: then passing shows nothing.
 */
export function cleanRunsNeededAfter({ runs, failures }: RunCount): number {
  if (failures === 0) return Infinity;
  let chance = 1;
  let needed = 0;
  while (chance > alpha) {
    chance *= (runs - failures + 0.5 + needed) / (runs + 1 + needed);
    needed += 1;
  }
  return needed;
}

/** Whether a control has failed often enough to stop early. */
export function isControlEnough(control: RunCount): boolean {
  return control.runs >= leastRuns && cleanRunsNeededAfter(control) <= fewRuns;
}

/** How a repair is proved after its control; or why it cannot be, in one sentence. */
export type ProofPlan = { readonly runs: number } | { readonly unproved: string };

/** As many runs as the control took at least, and so many more that chance does not explain that all of them pass. */
export function proofPlanOf(control: RunCount): ProofPlan {
  if (control.runs === 0) return { unproved: 'The unrepaired test could not be run by itself.' };
  if (control.failures === 0) {
    return {
      unproved: `The unrepaired test passed all ${control.runs} runs by itself, so a repaired one that passes would prove nothing.`,
    };
  }
  const runs = Math.max(control.runs, cleanRunsNeededAfter(control));
  if (runs <= mostProofRuns) return { runs };
  return {
    unproved: `The unrepaired test failed only ${control.failures} of ${control.runs} runs by itself, so it would take ${runs} clean runs to prove a repair, more than the ${mostProofRuns} that are tried.`,
  };
}
