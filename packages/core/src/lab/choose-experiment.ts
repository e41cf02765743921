import type { RunCount } from '../model/heal.ts';
import { leastEffect, priorOfArm, probabilityOfMove, sureEnough } from './judge-arm.ts';

/** What an arm has shown so far. The first arm of a lab is its baseline. */
export interface ArmState {
  readonly count: RunCount;
  /** Wall time of its experiments so far. */
  readonly durationMs: number;
  /** Experiments so far; each makes one or more runs. */
  readonly experiments: number;
  /** True for an arm that the runner could not run. */
  readonly closed: boolean;
}

/** What to do next: an experiment with one arm, or stop, and why. */
export type NextStep =
  | { readonly kind: 'experiment'; readonly arm: number; readonly expectedMs: number }
  | { readonly kind: 'stop'; readonly why: 'found' | 'enough' | 'budget' };

/** Runs after which a change by `leastEffect` from never would have shown with a chance of 95 %: ln 0.05 / ln 0.9. */
export const enoughRuns: number = Math.ceil(Math.log(0.05) / Math.log(1 - leastEffect));

/** Runs that the baseline gets before anything is compared with it. */
const firstBaselineRuns = 2;

/**
 * Chooses the experiment that promises most per second. Every arm is tried once first; then comes the arm that most likely
 * moves the rate for what it costs, and the baseline whenever it has no more runs than that arm. An arm that shows nothing
 * becomes less likely with each run and lets the others go first. (The expected loss of entropy of one more run would be a
 * poor guide: an arm on its way from unlikely to sure has to become uncertain first.) Stops when an arm is sure, when every
 * arm has had enough runs, or when no useful experiment fits in the time that is left.
 */
export function chooseExperiment(arms: readonly ArmState[], remainingMs: number): NextStep {
  const [baseline] = arms;
  if (baseline === undefined) return { kind: 'stop', why: 'enough' };
  const prior = priorOfArm(arms.length - 1);
  const open = arms.flatMap((arm, index) => (arm.closed ? [] : [index]));
  if (open.some((index) => index > 0 && probabilityOfMove(baseline.count, countOf(arms, index), prior) >= sureEnough)) {
    return { kind: 'stop', why: 'found' };
  }
  const useful = open.filter((index) => (arms[index]?.count.runs ?? 0) < enoughRuns);
  if (!useful.some((index) => index > 0)) return { kind: 'stop', why: 'enough' };
  const affordable = useful.filter((index) => expectedMsOf(arms, index) <= remainingMs);
  const arm = nextArmOf(arms, affordable, prior);
  return arm === undefined
    ? { kind: 'stop', why: 'budget' }
    : { kind: 'experiment', arm, expectedMs: expectedMsOf(arms, arm) };
}

function nextArmOf(arms: readonly ArmState[], choice: readonly number[], prior: number): number | undefined {
  const baseline = countOf(arms, 0);
  if (baseline.runs < firstBaselineRuns && choice.includes(0)) return 0;
  const others = choice.filter((index) => index > 0);
  const untried = others.find((index) => arms[index]?.experiments === 0);
  if (untried !== undefined) return untried;
  const worth = (index: number): number =>
    probabilityOfMove(baseline, countOf(arms, index), prior) / expectedMsOf(arms, index);
  const [best] = others.map((index) => ({ index, worth: worth(index) })).toSorted((a, b) => b.worth - a.worth);
  if (best === undefined) return undefined;
  return choice.includes(0) && baseline.runs <= countOf(arms, best.index).runs ? 0 : best.index;
}

/** What one experiment costs: its mean so far, else that of the baseline. */
function expectedMsOf(arms: readonly ArmState[], index: number): number {
  const own = arms[index];
  const known = own !== undefined && own.experiments > 0 ? own : arms[0];
  if (known === undefined || known.experiments === 0) return 1;
  return Math.max(1, known.durationMs / known.experiments);
}

function countOf(arms: readonly ArmState[], index: number): RunCount {
  return arms[index]?.count ?? { runs: 0, failures: 0 };
}
