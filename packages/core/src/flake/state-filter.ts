import type { FlakePolicy } from './flake-policy.ts';

/** How probable each hidden state of a test is; the three add up to 1. */
export interface StateProbabilities {
  readonly healthy: number;
  readonly flaky: number;
  readonly broken: number;
}

/** One run's attempts: `failedAttempts` bad tries, followed by a good one when `passed`. */
export interface FilterInput {
  readonly failedAttempts: number;
  readonly passed: boolean;
  /** Whether the code may have changed since the run before. Only then may a test change its state. */
  readonly codeChanged: boolean;
  /** Whether one of the two had uncommitted changes: somebody is at work, and breaks and mends things as they go. */
  readonly edited?: boolean;
}

/**
 * Forward filter of a hidden Markov model (Rabiner 1989, §III) whose states are healthy, broken, and flaky with one of several
 * fail rates. States change only when the code may have changed, so a failure and a pass on the same code are proof of a flake,
 * while failures that begin at a change speak for a regression. A flaky test may change its rate at any run. Constant space.
 */
export class StateFilter {
  readonly #policy: FlakePolicy;
  readonly #rates: Float64Array;
  readonly #weights: Float64Array;
  readonly #flaky: Float64Array;
  #healthy: number;
  #broken: number;
  #flakySum: number;
  #begun = false;

  constructor(policy: FlakePolicy) {
    const [healthy, flaky, broken] = policy.startProbabilities;
    this.#policy = policy;
    this.#rates = Float64Array.from(policy.flakeRates, ([rate]) => rate);
    this.#weights = Float64Array.from(policy.flakeRates, ([, weight]) => weight);
    this.#flaky = this.#weights.map((weight) => weight * flaky);
    this.#healthy = healthy;
    this.#broken = broken;
    this.#flakySum = flaky;
  }

  get healthy(): number {
    return this.#healthy;
  }

  get flaky(): number {
    return this.#flakySum;
  }

  get broken(): number {
    return this.#broken;
  }

  get probabilities(): StateProbabilities {
    return { healthy: this.#healthy, flaky: this.#flakySum, broken: this.#broken };
  }

  /** Chance that the next first try fails, whatever the state. */
  get failureChance(): number {
    const { healthyFails, brokenPasses } = this.#policy;
    const flaky = this.#flaky.reduce((sum, probability, index) => sum + probability * (this.#rates[index] ?? 0), 0);
    return this.#healthy * healthyFails + this.#broken * (1 - brokenPasses) + flaky;
  }

  /** Takes in one run. */
  observe(input: FilterInput): void {
    if (this.#begun) this.#move(input);
    this.#begun = true;
    this.#weigh(input);
  }

  #move({ codeChanged, edited = false }: FilterInput): void {
    const chances = edited ? { ...this.#policy, ...this.#policy.edited } : this.#policy;
    const { rateDrift } = chances;
    const healthy = this.#healthy;
    const broken = this.#broken;
    const flaky = this.#flakySum;
    const born = codeChanged ? healthy * chances.healthyTurnsFlaky + broken * chances.brokenTurnsFlaky : 0;
    const stay = codeChanged ? 1 - chances.flakyIsSteadied - chances.flakyBreaks : 1;
    for (let index = 0; index < this.#flaky.length; index += 1) {
      const weight = this.#weights[index] ?? 0;
      const kept = (this.#flaky[index] ?? 0) * (1 - rateDrift) + flaky * rateDrift * weight;
      this.#flaky[index] = kept * stay + born * weight;
    }
    if (!codeChanged) return;
    this.#healthy =
      healthy * (1 - chances.healthyBreaks - chances.healthyTurnsFlaky) +
      broken * chances.brokenIsMended +
      flaky * chances.flakyIsSteadied;
    this.#broken =
      broken * (1 - chances.brokenIsMended - chances.brokenTurnsFlaky) +
      healthy * chances.healthyBreaks +
      flaky * chances.flakyBreaks;
  }

  #weigh({ failedAttempts, passed }: FilterInput): void {
    const { healthyFails, healthyRetryFails, brokenPasses, flakyRetryFails } = this.#policy;
    const failed = failedAttempts > 0;
    const retriesOf = (fails: number): number =>
      failed ? fails ** (failedAttempts - 1) * (passed ? 1 - fails : 1) : 1;
    this.#healthy *= (failed ? healthyFails : 1 - healthyFails) * retriesOf(healthyRetryFails);
    this.#broken *= (1 - brokenPasses) ** failedAttempts * (passed ? brokenPasses : 1);
    const ofRetries = retriesOf(flakyRetryFails);
    for (let index = 0; index < this.#flaky.length; index += 1) {
      const rate = this.#rates[index] ?? 0;
      this.#flaky[index] = (this.#flaky[index] ?? 0) * (failed ? rate : 1 - rate) * ofRetries;
    }
    const flakySum = sumOf(this.#flaky);
    const sum = this.#healthy + this.#broken + flakySum;
    this.#healthy /= sum;
    this.#broken /= sum;
    this.#flakySum = flakySum / sum;
    for (let index = 0; index < this.#flaky.length; index += 1) this.#flaky[index] = (this.#flaky[index] ?? 0) / sum;
  }
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  return sum;
}
