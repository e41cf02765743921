import type { SuiteTest } from '../ranking/rank-features.ts';
import type { SuiteResult } from '../ranking/suite-memory.ts';
import { FailureMemory } from './failure-memory.ts';
import { OnlineLogistic } from './online-logistic.ts';
import { type PredictableTest, predictableTestsOf } from './prediction-features.ts';

/** Who says how probable a failure is: a fixed rule, or what this suite has taught. */
export type PredictionModel = 'rule' | 'learned';

/** Which of the two is asked now, and what that rests on. */
export interface ModelStanding {
  readonly speaks: PredictionModel;
  /** Runs told so far, and failures in them that both had to foresee. */
  readonly runs: number;
  readonly failures: number;
  /** Mean log loss per test over the last runs, newer ones counting more; 0 is best. Absent before the first run. */
  readonly ruleLoss?: number;
  readonly learnedLoss?: number;
}

/** How probably a test fails when it runs next. */
export interface SuitePrediction extends PredictableTest {
  readonly probability: number;
}

/** What a run counts for trust once another one followed. */
const trustDiscount = 0.95;

/** Before so many failures nobody can say which of the two is better. */
const leastFailures = 10;

/** No single result costs more: a model that was once too sure can be forgiven. */
const leastProbability = 1e-6;

/**
 * Tells how probably each test of a suite fails in its next run, and learns from each run: a rule with nothing to learn (the discounted
 * share of failures) and an online logistic regression predict every run before they are told it, and the learned one speaks only while it
 * was the better of the two lately, by log loss. Deterministic.
 */
export class FailurePredictor {
  readonly memory = new FailureMemory();
  readonly #learned = new OnlineLogistic();
  #losses = { rule: 0, learned: 0, tests: 0 };
  #failures = 0;

  /** The weights of the learned model, in the order of `predictionFeatureNames`. */
  get weights(): readonly number[] {
    return this.#learned.weights;
  }

  get standing(): ModelStanding {
    const { rule, learned, tests } = this.#losses;
    const isBetter = this.#failures >= leastFailures && learned < rule;
    return {
      speaks: isBetter ? 'learned' : 'rule',
      runs: this.memory.suite.runs,
      failures: this.#failures,
      ...(tests === 0 ? {} : { ruleLoss: rule / tests, learnedLoss: learned / tests }),
    };
  }

  /** One prediction per test, in their order. */
  predict(tests: readonly SuiteTest[]): readonly SuitePrediction[] {
    const isLearned = this.standing.speaks === 'learned';
    return predictableTestsOf(tests, this.memory).map((test) => ({
      ...test,
      probability: isLearned ? this.#learned.probabilityOf(test.values) : test.rule,
    }));
  }

  /** Tells a run that is over, and returns the probabilities that were predicted for it. Tests that did not run say nothing, so leave them out. */
  addRun(results: readonly SuiteResult[]): readonly number[] {
    if (results.length === 0) return [];
    const tests = predictableTestsOf(results, this.memory);
    const learned = tests.map(({ values }) => this.#learned.probabilityOf(values));
    const told = this.standing.speaks === 'learned' ? learned : tests.map(({ rule }) => rule);
    this.#judge(tests, learned, results);
    tests.forEach(({ values }, index) => this.#learned.learn(values, results[index]?.failed === true));
    this.memory.addRun(results);
    return told;
  }

  #judge(tests: readonly PredictableTest[], told: readonly number[], results: readonly SuiteResult[]): void {
    let [rule, learned, failures] = [0, 0, 0];
    tests.forEach((test, index) => {
      const failed = results[index]?.failed === true;
      rule += lossOf(test.rule, failed);
      learned += lossOf(told[index] ?? test.rule, failed);
      failures += Number(failed);
    });
    this.#losses = {
      rule: trustDiscount * this.#losses.rule + rule,
      learned: trustDiscount * this.#losses.learned + learned,
      tests: trustDiscount * this.#losses.tests + tests.length,
    };
    this.#failures += failures;
  }
}

function lossOf(probability: number, failed: boolean): number {
  return -Math.log(Math.max(leastProbability, failed ? probability : 1 - probability));
}
