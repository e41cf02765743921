import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { SuiteResult } from '../ranking/suite-memory.ts';
import { FailurePredictor } from './failure-predictor.ts';
import { OnlineLogistic } from './online-logistic.ts';
import { evidenceFeatureCount, predictionFeatureNames } from './prediction-features.ts';

/** A run in letters: `F` failed, `.` passed, a blank left out. */
const run = (letters: string): readonly SuiteResult[] =>
  Array.from(letters).flatMap((letter, index) =>
    letter === ' ' ? [] : [{ test: `t${index}`, family: `t${index}`, failed: letter === 'F', durationMs: 100 }],
  );

function predictorAfter(runs: readonly string[]): FailurePredictor {
  const predictor = new FailurePredictor();
  for (const letters of runs) predictor.addRun(run(letters));
  return predictor;
}

const probabilitiesOf = (predictor: FailurePredictor, count: number): readonly number[] =>
  predictor.predict(run('.'.repeat(count))).map(({ probability }) => probability);

/** Up to a dozen runs of six tests. */
const suites = fc.array(fc.string({ unit: fc.constantFrom('.', '.', 'F', ' '), minLength: 6, maxLength: 6 }), {
  maxLength: 12,
});

test('probabilities lie between 0 and 1, and the same past says the same', () => {
  fc.assert(
    fc.property(suites, (runs) => {
      const told = probabilitiesOf(predictorAfter(runs), 7);
      for (const probability of told) {
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
      }
      expect(probabilitiesOf(predictorAfter(runs), 7)).toEqual(told);
    }),
  );
});

test('what is told of a run was told before it', () => {
  fc.assert(
    fc.property(suites, (runs) => {
      const predictor = new FailurePredictor();
      for (const letters of runs) {
        const before = predictor.predict(run(letters)).map(({ probability }) => probability);
        expect(predictor.addRun(run(letters))).toEqual(before);
      }
    }),
  );
});

test('the rule never tells less of a test that failed than of one that passed', () => {
  fc.assert(
    fc.property(suites, fc.integer({ min: 0, max: 5 }), (runs, at) => {
      const ruleAfter = (last: string): number => {
        const letters = Array.from('......', (letter, index) => (index === at ? last : letter)).join('');
        return predictorAfter([...runs, letters]).predict(run('......'))[at]?.rule ?? Number.NaN;
      };
      expect(ruleAfter('F')).toBeGreaterThan(ruleAfter('.'));
    }),
  );
});

test('whatever the learned model was taught, more evidence never makes a failure less probable', () => {
  const values = fc.tuple(...predictionFeatureNames.map(() => fc.double({ min: -7, max: 7, noNaN: true })));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(values, fc.boolean()), { maxLength: 60 }),
      values,
      fc.integer({ min: 0, max: evidenceFeatureCount - 1 }),
      (lessons, asked, feature) => {
        const model = new OnlineLogistic();
        for (const [lesson, failed] of lessons) model.learn(lesson, failed);
        const more = asked.map((value, index) => (index === feature ? value + 1 : value));
        expect(model.probabilityOf(more)).toBeGreaterThanOrEqual(model.probabilityOf(asked));
      },
    ),
  );
});

describe('who speaks', () => {
  /** Numbers from 0 to 1 that look like chance, the same every time. */
  const chances = (seed: number): (() => number) => {
    let state = seed;
    return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  };

  /** Tests that fail for four runs once they fail. */
  const sticky = (): readonly string[] => {
    const chance = chances(7);
    const left = Array.from({ length: 60 }, () => 0);
    return Array.from({ length: 60 }, () =>
      left
        .map((_, index) => {
          const now = left[index] ?? 0;
          left[index] = now > 0 ? now - 1 : chance() < 0.02 ? 4 : 0;
          return now > 0 ? 'F' : '.';
        })
        .join(''),
    );
  };

  /** Tests that fail by lot, each at a rate of its own that never changes. */
  const byLot = (seed: number): readonly string[] => {
    const chance = chances(seed);
    const rateOf = (index: number): number => 0.05 + (0.9 * index) / 20;
    return Array.from({ length: 40 }, () =>
      Array.from({ length: 20 }, (_, index) => (chance() < rateOf(index) ? 'F' : '.')).join(''),
    );
  };

  test('the rule, before there were failures to judge by', () => {
    expect(predictorAfter([]).standing).toEqual({ speaks: 'rule', runs: 0, failures: 0 });
    expect(predictorAfter(['......', '......']).standing).toMatchObject({ speaks: 'rule', runs: 2, failures: 0 });
  });

  test('the learned model where failures stay for a while: the rule is slow to see it', () => {
    const { speaks, ruleLoss = 0, learnedLoss = 0 } = predictorAfter(sticky()).standing;
    expect(speaks).toBe('learned');
    expect(learnedLoss).toBeLessThan(0.8 * ruleLoss);
  });

  test.each([7, 11, 99])('the rule where it is better, and then it is what is told (seed %i)', (seed) => {
    const predictor = predictorAfter(byLot(seed));
    const { speaks, ruleLoss = 0, learnedLoss = 0 } = predictor.standing;
    expect({ speaks, isWorse: learnedLoss > ruleLoss }).toEqual({ speaks: 'rule', isWorse: true });
    for (const { probability, rule } of predictor.predict(run('.'.repeat(20)))) expect(probability).toBe(rule);
  });
});

test('a look at one failing test does not make the whole suite look red', () => {
  const green = Array.from({ length: 10 }, () => '.'.repeat(40));
  const alone = ' '.repeat(39) + 'F';
  const looked = predictorAfter([...green, alone, alone, alone]);
  expect(looked.memory.lastShare).toBeLessThan(0.1);
  expect(probabilitiesOf(looked, 39)[0]).toBeLessThan(0.02);
});
