import type { Heal } from '../model/heal.ts';
import { healPriorOf } from './heal-prior.ts';
import { settledHealsOf } from './settled-heals.ts';

/** What a probability is calibrated from. */
export interface HealConfidenceInput {
  /** What was computed for this repair, 0 to 1; absent where nothing tells one repair of the kind from another. */
  readonly probability?: number;
  readonly kind: string;
  /** Every earlier repair of the project, oldest first. */
  readonly pastHeals: readonly Heal[];
  readonly nowMs: number;
}

/**
 * A probability in the light of what became of earlier repairs of the kind. Each kind has a Beta distribution of the share of right
 * ones, from its prior and its settled repairs; the log-odds move by as much as those of its mean moved:
 * logit P′ = logit P + logit E[θ] − logit E₀[θ]. Without such repairs nothing changes.
 */
export function calibratedProbabilityOf({ probability, kind, pastHeals, nowMs }: HealConfidenceInput): number {
  const prior = healPriorOf(kind);
  const settled = settledHealsOf(
    pastHeals.filter((heal) => heal.kind === kind),
    nowMs,
  );
  const right = settled.filter(({ isRight }) => isRight).length;
  const wrong = settled.length - right;
  // logit of the mean of Beta(a, b) is ln(a / b), so the odds grow by this factor.
  const factor = (prior.right + right) / prior.right / ((prior.wrong + wrong) / prior.wrong);
  const stated = probability ?? prior.right / (prior.right + prior.wrong);
  return factor === 1 ? stated : (stated * factor) / (stated * factor + 1 - stated);
}
