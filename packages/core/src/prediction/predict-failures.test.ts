import { describe, expect, test } from 'vitest';

import { flakeStatsOf } from '../flake/flake-stats.ts';
import { historyOf } from '../flake/fixtures/history-of.ts';
import type { TestHistory } from '../model/test-history.ts';
import { predictFailures } from './predict-failures.ts';

const names = ['a', 'b', 'c', 'd'] as const;
const tests = names.map((name) => ({ testId: name, file: 'tests/cart.spec.ts', titlePath: [name] }));
const written = (...lines: readonly string[]): readonly TestHistory[] =>
  lines.map((line, index) => {
    const name = names[index] ?? 'a';
    return historyOf(line, { test: { id: name, titlePath: [name] } });
  });
const told = (...args: Parameters<typeof predictFailures>) => {
  const found = predictFailures(...args);
  return names.map((name) => found.get(name)?.probability ?? Number.NaN) as [number, number, number, number];
};

test('nothing is told without any run', () => {
  expect(predictFailures(tests, []).size).toBe(0);
  expect(predictFailures(tests, written('', 'ss')).size).toBe(0);
});

test('after three runs: what always failed, sometimes, never, and what never ran', () => {
  const [always, once, never, fresh] = told(tests, written('FFF', '.F.', '...'));
  expect(always).toBeGreaterThan(0.5);
  expect(once).toBeLessThan(always);
  expect(never).toBeLessThan(0.1);
  expect(once).toBeGreaterThan(never);
  expect(fresh).toBeGreaterThan(never);
});

test('three green runs make no alarm', () => {
  for (const probability of told(tests, written('...', '...', '...', '...'))) expect(probability).toBeLessThan(0.03);
});

test('a newer failure counts more, and a pass on a retry is no failure', () => {
  const [older, newer, flaked, good] = told(tests, written('F.....', '.....F', '.....f', '......'));
  expect(newer).toBeGreaterThan(older);
  expect(flaked).toBe(good);
});

test('the order in which histories are told does not matter', () => {
  const histories = written('F..F.F', '.F....', '......', '..FF..');
  expect([...predictFailures(tests, histories.toReversed())]).toEqual([...predictFailures(tests, histories)]);
});

describe('the change', () => {
  const histories = written('....', '....', '...F', '....');

  test('raises what it concerns, lowers what it does not, and leaves what it is not asked of', () => {
    const changes = new Map([
      ['a', 1],
      ['b', 0],
    ]);
    const [before] = told(tests, histories);
    const [concerned, unconcerned, , unasked] = told(tests, histories, { changes });
    expect(concerned).toBeGreaterThan(2 * before);
    expect(unconcerned).toBeLessThan(before);
    expect(unasked).toBe(before);
  });

  test('says nothing of a test that failed already', () => {
    const [, , before] = told(tests, histories);
    for (const change of [0, 1]) expect(told(tests, histories, { changes: new Map([['c', change]]) })[2]).toBe(before);
  });

  test('raises the probability the more it concerns a test', () => {
    const shares = [0, 0.2, 0.5, 0.8, 1].map(
      (change) => told(tests, histories, { changes: new Map([['a', change]]) })[0],
    );
    expect(shares).toEqual(shares.toSorted((x, y) => x - y));
  });
});

test('a flake is told from a fault', () => {
  // On one commit a failure and a pass prove a flake; failures that stay from a commit on are a fault.
  const flaky = historyOf('F.F.F.F.', { test: { id: 'a', titlePath: ['a'] }, commits: 'same' });
  const broken = historyOf('....FFFF', { test: { id: 'b', titlePath: ['b'] } });
  const stats = new Map([flaky, broken].map((history) => [history.test.id, flakeStatsOf(history)]));
  const found = predictFailures(tests, [flaky, broken], { stats });
  expect(found.get('a')?.flakeShare).toBeGreaterThan(0.9);
  expect(found.get('b')?.flakeShare).toBeLessThan(0.1);
  expect(found.get('c')?.flakeShare).toBeUndefined();
});

describe('reasons', () => {
  const reasonsOf = (...lines: readonly string[]) =>
    predictFailures(tests, written(...lines), { changes: new Map([['d', 1]]) });

  test('name what is known of a test, and by how much it moved the odds', () => {
    const found = reasonsOf('.F.F', '....', '....', '....');
    expect(found.get('a')?.reasons[0]).toMatch(/^failed in 2 of 4 runs, newer ones counting more: odds ×\d/u);
    expect(found.get('b')?.reasons[0]).toMatch(/^good in all 4 runs: odds ×0\.\d/u);
    expect(found.get('d')?.reasons).toContain('the change concerns it: odds ×3.0');
  });

  test('of what never ran say so, and of the usual test that it is one', () => {
    const found = predictFailures(tests, written('....', '....', '....'));
    expect(found.get('d')?.reasons[0]).toMatch(/^never ran before: odds ×/u);
    const alike = predictFailures(tests.slice(0, 3), written('....', '....', '....'));
    expect(alike.get('a')?.reasons).toEqual(['good in all 4 runs: as the usual test of this suite']);
  });

  test('of the learned model tell the last runs on their own', () => {
    // Failures stay for four runs, so that the learned model speaks.
    const spell = '........FFFF';
    const found = predictFailures(tests, written(spell.repeat(5), `${spell.repeat(4)}............`, '.'.repeat(60)));
    expect(found.get('a')?.by).toBe('learned');
    expect(found.get('a')?.reasons.join('; ')).toMatch(/failed in its last runs: odds ×\d/u);
  });
});
