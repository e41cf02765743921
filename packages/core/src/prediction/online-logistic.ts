import { evidenceFeatureCount } from './prediction-features.ts';

/** What is believed before this suite taught anything: a mean of what the shares say. In the order of `predictionFeatureNames`. */
const startWeights: readonly number[] = [0.4, 0.2, 0.3, 0, 0, 0, 0];

const learningRate = 0.05;

/**
 * Logistic regression that learns a result at a time, with the step sizes of AdaGrad (Duchi et al. 2011). It begins with weights that are
 * sensible without any past, and the weights of evidence never fall below 0: more failures never make a failure less probable.
 * Deterministic.
 */
export class OnlineLogistic {
  readonly #weights = Float64Array.from(startWeights);
  readonly #squares = new Float64Array(startWeights.length).fill(1);

  get weights(): readonly number[] {
    return [...this.#weights];
  }

  /** 0–1. */
  probabilityOf(values: readonly number[]): number {
    let sum = 0;
    for (let at = 0; at < this.#weights.length; at += 1) sum += (this.#weights[at] ?? 0) * (values[at] ?? 0);
    return 1 / (1 + Math.exp(-sum));
  }

  /** Learns what came of one test. */
  learn(values: readonly number[], failed: boolean): void {
    const error = this.probabilityOf(values) - Number(failed);
    for (let at = 0; at < this.#weights.length; at += 1) {
      const slope = error * (values[at] ?? 0);
      const squares = (this.#squares[at] ?? 1) + slope * slope;
      const moved = (this.#weights[at] ?? 0) - (learningRate * slope) / Math.sqrt(squares);
      this.#squares[at] = squares;
      this.#weights[at] = at < evidenceFeatureCount ? Math.max(0, moved) : moved;
    }
  }
}
