import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compareNames } from './name-order.ts';
import { rankers } from './rankers.ts';
import { type SuiteResult } from './suite-memory.ts';
import { SuiteRanker } from './suite-ranker.ts';

/** Names that read alike to a collator (`t1`, `t01`) are among them, and tests of one family in two projects. */
const families = ['t1', 't01', 't2', 't10', 'cart › pays', 'Cart › pays', 'ä', 'z'];
const result = fc
  .record({
    family: fc.constantFrom(...families),
    project: fc.constantFrom('chromium', 'firefox'),
    failed: fc.boolean(),
    durationMs: fc.double({ min: 0, max: 5000, noNaN: true }),
  })
  .map(({ family, project, ...rest }): SuiteResult => ({ test: `${family} [${project}]`, family, ...rest }));
const run = fc.uniqueArray(result, { selector: (one) => one.test, maxLength: 12 });
const past = fc.array(run, { maxLength: 8 });

function rankerAfter(runs: readonly (readonly SuiteResult[])[]): SuiteRanker {
  const ranker = new SuiteRanker();
  for (const one of runs) ranker.addRun(one);
  return ranker;
}

/** Names, the first to run first; ties by name. */
function orderOf(ranker: SuiteRanker, tests: readonly SuiteResult[]): readonly string[] {
  const scores = ranker.scoresOf(tests);
  return tests
    .map((one, index) => ({ name: one.test, score: scores[index] ?? Number.NaN }))
    .sort((a, b) => b.score - a.score || compareNames(a.name, b.name))
    .map(({ name }) => name);
}

/** The same run with its tests in another order. */
const shuffled = (one: readonly SuiteResult[], lots: readonly number[]): readonly SuiteResult[] =>
  one
    .map((entry, index) => ({ entry, lot: lots[index % lots.length] ?? 0 }))
    .sort((a, b) => a.lot - b.lot)
    .map(({ entry }) => entry);

describe('an order', () => {
  test('is the same for the same past, however the tests of each run are listed', () => {
    fc.assert(
      fc.property(past, run, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (runs, next, lots) => {
        const told = rankerAfter(runs);
        const toldOtherwise = rankerAfter(runs.map((one) => shuffled(one, lots)));
        expect(orderOf(toldOtherwise, shuffled(next, lots))).toEqual(orderOf(told, next));
        expect(toldOtherwise.trust).toEqual(told.trust);
      }),
    );
  });

  test('loses no test, doubles none, and gives each a number from 0 to 1', () => {
    fc.assert(
      fc.property(past, run, (runs, next) => {
        const ranker = rankerAfter(runs);
        expect(orderOf(ranker, next).toSorted()).toEqual(next.map((one) => one.test).toSorted());
        for (const score of ranker.scoresOf(next)) {
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(1 + 1e-12);
        }
      }),
    );
  });

  test('knows nothing of how the run that is ordered ends', () => {
    fc.assert(
      fc.property(past, run, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (runs, next, verdicts) => {
        const ended = next.map((one, index) => ({ ...one, failed: verdicts[index] === true, durationMs: index }));
        expect(rankerAfter(runs).scoresOf(ended)).toEqual(rankerAfter(runs).scoresOf(next));
      }),
    );
  });

  test('is not changed by being asked for, of these tests or of others', () => {
    fc.assert(
      fc.property(past, run, run, run, (runs, asked, told, next) => {
        const ranker = rankerAfter(runs);
        ranker.scoresOf(asked);
        ranker.scoresOf(told);
        ranker.addRun(told);
        ranker.scoresOf(asked);
        expect(ranker.scoresOf(next)).toEqual(rankerAfter([...runs, told]).scoresOf(next));
      }),
    );
  });
});

test('of two results of one test in a run, the last counts', () => {
  const of = (name: string, failed: boolean): SuiteResult => ({ test: name, family: name, failed, durationMs: 1 });
  const next = [of('a', false), of('b', false)];
  const twice = rankerAfter([[of('a', true), of('a', false), of('b', true)]]);
  expect(twice.scoresOf(next)).toEqual(rankerAfter([[of('a', false), of('b', true)]]).scoresOf(next));
});

test('no two names are equal, and what comes before what is before a third comes before it', () => {
  const name = fc.oneof(fc.constantFrom(...families), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(compareNames(a, b) === 0).toBe(a === b);
      expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
      if (compareNames(a, b) <= 0 && compareNames(b, c) <= 0) expect(compareNames(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test.each([
  ['learned', 'old'],
  ['learned-curiously', 'young'],
])('%s: a failure forty runs ago against a test that passed twice, %s first', (name, first) => {
  const of = (id: string, failed = false): SuiteResult => ({ test: id, family: id, failed, durationMs: 1 });
  const ranker = new SuiteRanker(rankers.filter((one) => one.name === name));
  for (let at = 0; at < 42; at += 1) ranker.addRun([of('old', at === 1), ...(at < 40 ? [] : [of('young')])]);
  expect(orderOf(ranker, [of('old'), of('young')])[0]).toBe(first);
});
