import type { RunCount } from '../model/heal.ts';

/** As many runs of a test without its repair as with it, one after the other under the same circumstances. */
export interface TrialBlock {
  /** Of each kind. */
  readonly runs: number;
  readonly controlFailures: number;
  readonly repairedFailures: number;
}

/** What is known before the first block, and how sure the answer has to be. */
export interface TrialTerms {
  /** Chance that the answer is right at least this often, ratio above 0.5 and below 1. */
  readonly confidence: number;
  /** How often the unrepaired test failed so far, 0 to 1; a first guess that costs time when it is wrong, and nothing else. */
  readonly expectedFailureRatio: number;
}

/** What a trial has shown so far. */
export interface TrialJudgement {
  /**
   * `proved`: the repaired test fails less often. `disproved`: it does not fail five times less often, as a repair would.
   * `undecided`: neither yet.
   */
  readonly state: 'proved' | 'disproved' | 'undecided';
  readonly control: RunCount;
  readonly repaired: RunCount;
  /** How much more likely the runs are with a repair than without (an e-value): the state changes at 1 / (1 − confidence). */
  readonly evidenceFor: number;
  readonly evidenceAgainst: number;
}

/** A repair leaves at most this share of the failures. */
const leftRatio = 0.2;
/** The guess before the first block weighs as much as so many runs. */
const guessWeight = 2;
const leastRatio = 0.02;

/**
 * Judges a trial block by block, and may be asked after each: the chance of ever calling a repair proved that changes nothing, or
 * disproved that leaves at most a fifth of the failures, is at most 1 − confidence however often one looks. Both sides
 * multiply e-values of the two-sample test of Turner, Ly and Grünwald ("Generic E-variables for exact sequential k-sample tests
 * that allow for optional stopping", Journal of Statistical Planning and Inference 230, 2024): the likelihood of a block
 * under the guess so far, against the nearest point of the hypothesis to be refuted. Ville's inequality gives the bound.
 */
export function judgeTrial(blocks: readonly TrialBlock[], terms: TrialTerms): TrialJudgement {
  const enough = 1 / (1 - terms.confidence);
  let count: TrialBlock = { runs: 0, controlFailures: 0, repairedFailures: 0 };
  let evidenceFor = 1;
  let evidenceAgainst = 1;
  for (const block of blocks) {
    if (evidenceFor >= enough || evidenceAgainst >= enough) break;
    const guess = guessOf(count, terms.expectedFailureRatio);
    evidenceFor *= supportOf(block, guess.control, guess.repaired);
    evidenceAgainst *= doubtOf(block, guess.pooled);
    count = {
      runs: count.runs + block.runs,
      controlFailures: count.controlFailures + block.controlFailures,
      repairedFailures: count.repairedFailures + block.repairedFailures,
    };
  }
  return {
    state: evidenceFor >= enough ? 'proved' : evidenceAgainst >= enough ? 'disproved' : 'undecided',
    control: { runs: count.runs, failures: count.controlFailures },
    repaired: { runs: count.runs, failures: count.repairedFailures },
    evidenceFor,
    evidenceAgainst,
  };
}

/** Fail rates as they look before the next block; what comes after must not move them, or the bound is lost. */
function guessOf(
  { runs, controlFailures, repairedFailures }: TrialBlock,
  expected: number,
): { readonly control: number; readonly repaired: number; readonly pooled: number } {
  const first = clampedRatio(expected);
  const control = clampedRatio((controlFailures + first * guessWeight) / (runs + guessWeight));
  const repaired = (repairedFailures + first * leftRatio * guessWeight) / (runs + guessWeight);
  const pooled = clampedRatio((controlFailures + repairedFailures + first * guessWeight) / (2 * runs + guessWeight));
  return { control, repaired: Math.max(leastRatio / 2, Math.min(repaired, control / 2)), pooled };
}

function clampedRatio(ratio: number): number {
  return Math.min(1 - leastRatio, Math.max(leastRatio, ratio));
}

/** The e-value of a block against "the repair does not lower the fail rate"; the nearest such point is both rates in the middle. */
export function supportOf(block: TrialBlock, control: number, repaired: number): number {
  const middle = (control + repaired) / 2;
  return likelihoodOf(block, control, repaired) / likelihoodOf(block, middle, middle);
}

/** The e-value of a block against "the repair leaves at most a fifth of the failures", when it leaves them all. */
export function doubtOf(block: TrialBlock, pooled: number): number {
  const nearest = nearestControlRatioOf(pooled);
  return likelihoodOf(block, pooled, pooled) / likelihoodOf(block, nearest, leftRatio * nearest);
}

function likelihoodOf(
  { runs, controlFailures, repairedFailures }: TrialBlock,
  control: number,
  repaired: number,
): number {
  const ofRuns = (failures: number, ratio: number): number => ratio ** failures * (1 - ratio) ** (runs - failures);
  return ofRuns(controlFailures, control) * ofRuns(repairedFailures, repaired);
}

const bisections = 50;

/** The `a` for which (a, a / 5) is nearest to (q, q) by Kullback-Leibler divergence; its derivative grows with `a`. */
function nearestControlRatioOf(q: number): number {
  const slopeAt = (a: number): number => (-2 * q) / a + (1 - q) / (1 - a) + (leftRatio * (1 - q)) / (1 - leftRatio * a);
  let [low, high] = [0, 1];
  for (let step = 0; step < bisections; step += 1) {
    const middle = (low + high) / 2;
    if (slopeAt(middle) > 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

const screeningAlpha = 0.0025;

/**
 * How many runs of the unrepaired test a trial waits for a first failure, before it begins: a test that fails with this
 * probability passes so many in a row with a chance of a quarter percent, n = ln 0.0025 / ln(1 − p). Between 3 and 40.
 */
export function screeningRunsOf(failureRatio: number): number {
  const p = Math.min(0.9, Math.max(0.14, failureRatio));
  return Math.ceil(Math.log(screeningAlpha) / Math.log(1 - p));
}
