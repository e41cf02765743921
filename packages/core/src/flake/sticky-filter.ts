import type { FlakePolicy } from './flake-policy.ts';

/** How probable each hidden state of a test is; the three add up to 1. */
export interface StateProbabilities {
  readonly healthy: number;
  readonly flaky: number;
  readonly broken: number;
}

/** What the filter remembers between runs: constant space per test. */
export interface FilterState {
  readonly probabilities: StateProbabilities;
  /** Beta parameters of the first-attempt fail rate, given flaky. */
  readonly fail: readonly [number, number];
  /** Beta parameters of the rate at which a retry fails too, given flaky. */
  readonly retryFail: readonly [number, number];
}

/** One run's attempts: `failed` bad tries, followed by a good one when `passed`. */
export interface FilterInput {
  readonly failedAttempts: number;
  readonly passed: boolean;
  /** Whether the code may have changed since the run before. Only then may a test change its state. */
  readonly codeChanged: boolean;
}

export function initialFilterState(policy: FlakePolicy): FilterState {
  const [healthy, flaky, broken] = policy.startProbabilities;
  return { probabilities: { healthy, flaky, broken }, fail: policy.failPrior, retryFail: policy.retryFailPrior };
}

/**
 * One step of the sticky three-state Bayes filter. States move only when the code may have changed, so a failure and a
 * pass on the same code are proof of a flake, while failures that begin at a change speak for a regression.
 */
export function nextFilterState(state: FilterState, input: FilterInput, policy: FlakePolicy): FilterState {
  const prior = input.codeChanged ? moved(state.probabilities, policy) : state.probabilities;
  const theta = meanOf(state.fail);
  const rho = meanOf(state.retryFail);
  const likelihoods = likelihoodsOf(input, theta, rho, policy);
  const probabilities = normalised({
    healthy: prior.healthy * likelihoods.healthy,
    flaky: prior.flaky * likelihoods.flaky,
    broken: prior.broken * likelihoods.broken,
  });
  const weight = probabilities.flaky;
  const firstFailed = input.failedAttempts > 0 ? 1 : 0;
  const retriesFailed = Math.max(0, input.failedAttempts - 1);
  const retryPassed = input.failedAttempts > 0 && input.passed ? 1 : 0;
  return {
    probabilities,
    fail: learned(state.fail, policy.failPrior, weight * firstFailed, weight * (1 - firstFailed)),
    retryFail: learned(state.retryFail, policy.retryFailPrior, weight * retriesFailed, weight * retryPassed),
  };
}

function moved(p: StateProbabilities, policy: FlakePolicy): StateProbabilities {
  const { breakHazard, flakeHazard, fixHazard } = policy;
  const brokenToFlaky = 0.01;
  return {
    healthy: p.healthy * (1 - breakHazard - flakeHazard) + (p.flaky * fixHazard) / 2 + p.broken * fixHazard,
    flaky: p.healthy * flakeHazard + p.flaky * (1 - fixHazard / 2 - breakHazard) + p.broken * brokenToFlaky,
    broken: p.healthy * breakHazard + p.flaky * breakHazard + p.broken * (1 - fixHazard - brokenToFlaky),
  };
}

function likelihoodsOf(input: FilterInput, theta: number, rho: number, policy: FlakePolicy): StateProbabilities {
  const { failedAttempts, passed } = input;
  const retriesFailed = Math.max(0, failedAttempts - 1);
  const passFactor = (rate: number): number => (passed ? 1 - rate : 1);
  if (failedAttempts === 0) {
    return { healthy: 1 - policy.healthyFailRatio, flaky: 1 - theta, broken: policy.brokenPassRatio };
  }
  const retryOfHealthy = 0.15;
  return {
    healthy: policy.healthyFailRatio * retryOfHealthy ** retriesFailed * passFactor(retryOfHealthy),
    flaky: theta * rho ** retriesFailed * passFactor(rho),
    broken: (1 - policy.brokenPassRatio) ** failedAttempts * (passed ? policy.brokenPassRatio : 1),
  };
}

/** Adds evidence and lets old evidence fade towards the prior, half of it in about 140 runs. */
function learned(
  current: readonly [number, number],
  prior: readonly [number, number],
  hits: number,
  misses: number,
): [number, number] {
  const memory = 0.995;
  return [prior[0] + (current[0] - prior[0]) * memory + hits, prior[1] + (current[1] - prior[1]) * memory + misses];
}

function meanOf([a, b]: readonly [number, number]): number {
  return a / (a + b);
}

function normalised(p: StateProbabilities): StateProbabilities {
  const sum = p.healthy + p.flaky + p.broken;
  return { healthy: p.healthy / sum, flaky: p.flaky / sum, broken: p.broken / sum };
}
