import { percentOf } from '../flake/words.ts';
import { type RatioEstimate, ratioEstimateOf } from '../flake/incomplete-beta.ts';
import type { RunCount } from '../model/heal.ts';
import type { FailureEvidence } from './failure-evidence.ts';
import { priorOfArm, probabilityOfMove, sureEnough } from './judge-arm.ts';
import { type DifferenceEstimate, differenceOf, rateEvidenceOf } from './rate-grid.ts';

/** What was seen under one set of circumstances. */
export interface ArmObservation extends RunCount {
  /** The factor's name; `baseline` for the first. */
  readonly factor: string;
  /** The factor as a sentence names it. */
  readonly title: string;
  readonly label: string;
  /** Wall time of all its experiments. */
  readonly durationMs: number;
  /** Message of the first failing attempt. */
  readonly firstFailure?: string;
  /** All failing attempts, grouped by what failed, the most frequent first. */
  readonly evidence: readonly FailureEvidence[];
  /** Why the runner could not run it, in one sentence. */
  readonly problem?: string;
}

/** The same, compared with the baseline. */
export interface JudgedArm extends ArmObservation {
  readonly failureRatio: RatioEstimate;
  /** Probability that it moves the failure rate by `leastEffect` or more. Absent for the baseline and for arms without runs. */
  readonly moveProbability?: number;
  /** Its failure rate less that of the baseline. */
  readonly difference?: DifferenceEstimate;
}

/** What the lab says in the end. */
export interface LabVerdict {
  /**
   * `moved`: one factor does, with at least `sureEnough`. `undecided`: one more likely does than not. `nothing`: the test
   * failed, and no factor changed how often. `never-failed`: it passed under all circumstances.
   */
  readonly kind: 'moved' | 'undecided' | 'nothing' | 'never-failed';
  readonly factor?: string;
  readonly label?: string;
  readonly probability?: number;
  readonly sentence: string;
}

/** Compares every arm with the first, the baseline. */
export function judgeArms(observations: readonly ArmObservation[]): readonly JudgedArm[] {
  const [baseline] = observations;
  const prior = priorOfArm(observations.length - 1);
  return observations.map((arm, index) => {
    const judged = { ...arm, failureRatio: ratioEstimateOf(arm.failures, arm.runs) };
    if (baseline === undefined || index === 0 || arm.runs === 0) return judged;
    const difference = differenceOf(rateEvidenceOf(arm).weights, rateEvidenceOf(baseline).weights);
    return { ...judged, moveProbability: probabilityOfMove(baseline, arm, prior), difference };
  });
}

/** Names the factor that moves the failure rate, or says honestly that none was found. */
export function labVerdictOf(arms: readonly JudgedArm[]): LabVerdict {
  const [baseline] = arms;
  const runs = arms.reduce((sum, arm) => sum + arm.runs, 0);
  const tried = arms.filter((arm) => arm.moveProbability !== undefined);
  const best = tried.toSorted((a, b) => (b.moveProbability ?? 0) - (a.moveProbability ?? 0))[0];
  if (!arms.some((arm) => arm.failures > 0)) {
    return {
      kind: 'never-failed',
      sentence: `It never failed: ${runs} runs under ${countOf(tried.length + 1)} of circumstances. What makes it fail is none of them, or too rare to show.`,
    };
  }
  const probability = best?.moveProbability ?? 0;
  if (baseline === undefined || best === undefined || probability < 0.5) {
    return {
      kind: 'nothing',
      sentence: `Nothing that was tried moves it: it failed ${sharesOf(baseline)} as it is, and about as often otherwise.`,
    };
  }
  const named = { factor: best.factor, label: best.label, probability };
  const shares = `${sharesOf(baseline)} failed as it is, ${sharesOf(best)} with: ${best.label}`;
  return probability >= sureEnough
    ? { kind: 'moved', ...named, sentence: `It depends on ${best.title}: ${shares}.` }
    : {
        kind: 'undecided',
        ...named,
        sentence: `Not sure yet (${percentOf(probability)} %): ${best.title} may move it; ${shares}. A larger budget would tell.`,
      };
}

function countOf(count: number): string {
  return count === 1 ? 'one set' : `${count} sets`;
}

function sharesOf(count: RunCount | undefined): string {
  return count === undefined ? 'no run' : `${count.failures} of ${count.runs} runs`;
}
