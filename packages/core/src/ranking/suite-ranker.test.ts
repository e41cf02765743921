import { describe, expect, test } from 'vitest';

import { type SuiteResult } from './suite-memory.ts';
import { SuiteRanker } from './suite-ranker.ts';

/** A run in letters: `F` failed, `.` passed, a blank left out. */
const run = (letters: string, durationMs = 100): readonly SuiteResult[] =>
  Array.from(letters).flatMap((letter, index) =>
    letter === ' ' ? [] : [{ test: `t${index}`, family: `t${index}`, failed: letter === 'F', durationMs }],
  );
const tests = (count: number) => run('.'.repeat(count));

function rankerAfter(...runs: readonly string[]): SuiteRanker {
  const ranker = new SuiteRanker();
  for (const letters of runs) ranker.addRun(run(letters));
  return ranker;
}

/** Indexes of the tests in their order. */
function orderOf(ranker: SuiteRanker, count: number): readonly number[] {
  const scores = ranker.scoresOf(tests(count));
  return scores.map((_, index) => index).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

describe('the order of a suite', () => {
  test('of which nothing is known is any', () => {
    const scores = new SuiteRanker().scoresOf(tests(4));
    expect(new Set(scores).size).toBe(1);
  });

  test.each([
    ['what failed last comes first', ['......', '..F...'], 2],
    ['what fails often comes before what failed once', ['F..F', '...F', '...F', 'F..F'], 3],
    ['what never ran comes before what passed always', ['...', '...', '...'], 3],
    ['what failed with those that failed now is near', ['FF..F.', '......', '......', 'F.....'], 0],
  ])('%s', (_name, runs, first) => {
    expect(orderOf(rankerAfter(...runs), 6)[0]).toBe(first);
  });

  test('is the same whenever it is asked for', () => {
    const runs = ['F...', '.F..', '..F.', 'F..F', '.FF.'];
    expect(rankerAfter(...runs).scoresOf(tests(4))).toEqual(rankerAfter(...runs).scoresOf(tests(4)));
  });
});

test('trust goes to the ranker whose orders were worth more, and never all of it', () => {
  const good = { name: 'good', prior: 1, score: ({ test: id }: { readonly test: string }) => (id === 't3' ? 1 : 0) };
  const bad = { name: 'bad', prior: 1, score: ({ test: id }: { readonly test: string }) => (id === 't3' ? 0 : 1) };
  const ranker = new SuiteRanker([good, bad]);
  for (let at = 0; at < 40; at += 1) ranker.addRun(run('...F'));
  expect(ranker.trust['good']).toBeGreaterThan(0.95);
  expect(ranker.trust['bad']).toBeGreaterThan(0.01);
  expect((ranker.trust['good'] ?? 0) + (ranker.trust['bad'] ?? 0)).toBeCloseTo(1, 10);
});

test('a run without results, and one without failures, teach nothing of orders', () => {
  const ranker = rankerAfter('....');
  const before = ranker.trust;
  ranker.addRun([]);
  ranker.addRun(run('....'));
  expect(ranker.trust).toEqual(before);
  expect(ranker.memory.runs).toBe(2);
});
