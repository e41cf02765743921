import { expect, test } from 'vitest';

import { historyOf } from './fixtures/history-of.ts';
import { flakeStatsOf } from './flake-stats.ts';
import { patternWorthOf } from './pattern-worth.ts';

const statsOf = (id: string, flaked: boolean) =>
  flakeStatsOf(historyOf(flaked ? '..f...f...' : '..........', { test: { id } }));

/** So many tests with the pattern and without; of each the first `flaked` flaked. */
function worthOf(own: { tests: number; flaked: number }, others: { tests: number; flaked: number }) {
  const stats = [
    ...Array.from({ length: own.tests }, (_, index) => statsOf(`own-${index}`, index < own.flaked)),
    ...Array.from({ length: others.tests }, (_, index) => statsOf(`other-${index}`, index < others.flaked)),
  ];
  const flagged = new Set(stats.map(({ testId }) => testId).filter((id) => id.startsWith('own')));
  return patternWorthOf(new Map([['hard-coded-sleep', flagged]]), stats)[0];
}

test('a pattern whose tests flake more often matters', () => {
  const worth = worthOf({ tests: 13, flaked: 4 }, { tests: 100, flaked: 4 });
  expect(worth).toMatchObject({ flaggedTests: 13, flaggedFlaked: 4, otherTests: 100, otherFlaked: 4, isQuiet: false });
  expect(worth?.matters).toBeGreaterThan(0.99);
});

test('a pattern whose tests never flake goes quiet once enough is seen', () => {
  expect(worthOf({ tests: 40, flaked: 0 }, { tests: 60, flaked: 6 })).toMatchObject({ isQuiet: true });
  expect(worthOf({ tests: 5, flaked: 0 }, { tests: 60, flaked: 6 })).toMatchObject({ isQuiet: false });
});

test('with nothing seen the prior speaks and one answer is as likely as the other', () => {
  const worth = worthOf({ tests: 0, flaked: 0 }, { tests: 0, flaked: 0 });
  expect(worth?.flakeChance).toBeCloseTo(1 / 6, 9);
  expect(worth?.matters).toBeCloseTo(0.5, 2);
});
