import { defaultFlakePolicy } from '../flake/flake-policy.ts';
import type { FlakeStats } from '../flake/flake-stats.ts';

/**
 * How much of a test's chance to fail is that of a flake, 0–1: what the hidden states say that it would fail as, each by how often that
 * state fails. A broken test fails always; a healthy one only when a change breaks it.
 */
export function flakeShareOf({ probabilities, flakeRatio }: Pick<FlakeStats, 'probabilities' | 'flakeRatio'>): number {
  const flake = probabilities.flaky * flakeRatio.mean;
  const fault = probabilities.broken + probabilities.healthy * defaultFlakePolicy.healthyBreaks;
  return flake / (flake + fault);
}
