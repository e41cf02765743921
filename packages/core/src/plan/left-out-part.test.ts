import { expect, test } from 'vitest';

import { manifestOf, nowMs, planOptions, staticTestOf, testFileOf } from './fixtures/plan-input-of.ts';
import { leftOutPartOf } from './left-out-part.ts';
import { planStrategy } from './plan-strategy.ts';
import type { KnownTest } from './plan-subject.ts';

const manifest = manifestOf({
  services: [{ name: 'orders', kind: 'routes', root: 'src/orders', files: ['src/orders/routes.ts'] }],
  testFiles: [
    testFileOf('tests/a.spec.ts', [staticTestOf(['places an order'])], ['src/orders/routes.ts']),
    testFileOf('tests/b.spec.ts', [staticTestOf(['logs in']), staticTestOf(['logs out'])]),
    testFileOf('tests/c.spec.ts', [staticTestOf(['rounds']), staticTestOf(['adds ${a}'])]),
    testFileOf('tests/d.spec.ts', [staticTestOf(['row'], { modifiers: ['each'] })]),
  ],
});

test('what services leave out is told with its reason, and which files need not be loaded', () => {
  const strategy = planStrategy({ manifest, options: { ...planOptions, services: ['orders'] }, nowMs });
  const told = strategy.leftOutTests?.map(({ file, titlePath }) => `${file} ${titlePath[0]}`);
  expect(told?.toSorted()).toEqual([
    'tests/b.spec.ts logs in',
    'tests/b.spec.ts logs out',
    'tests/c.spec.ts adds ${a}',
    'tests/c.spec.ts rounds',
    'tests/d.spec.ts row',
  ]);
  const reasons = new Set(strategy.leftOutTests?.map(({ cause, reason }) => `${cause}: ${reason}`));
  expect([...reasons]).toEqual(['services: not of orders']);
  expect(strategy.leftOutFiles).toEqual(['tests/b.spec.ts']);
});

test('a budget leaves out, too', () => {
  const strategy = planStrategy({ manifest, options: { ...planOptions, budgetMs: 1, workers: 1 }, nowMs });
  expect(strategy.leftOutTests?.map(({ testId, cause, reason }) => `${testId} ${cause} ${reason}`).toSorted()).toEqual(
    strategy.leftOut.map((testId) => `${testId} budget over the budget`).toSorted(),
  );
  expect(strategy.leftOut).toHaveLength(5);
});

test('of a plan of everything nothing is said', () => {
  const strategy = planStrategy({ manifest, options: planOptions, nowMs });
  expect([strategy.leftOutTests, strategy.leftOutFiles]).toEqual([undefined, undefined]);
});

test('what was wanted and fits, but is not planned, was not selected', () => {
  const known: KnownTest = { testId: '1', runner: 'vitest', project: '', file: 'a', titlePath: ['x'], tags: [] };
  const narrowing = { wanted: [known], planned: new Set<string>(), overBudget: [] };
  expect(leftOutPartOf([known], narrowing, {})).toMatchObject({
    leftOutTests: [{ testId: '1', cause: 'selection', reason: 'not reached by the change' }],
    leftOutFiles: [],
  });
});
