import { describe, expect, test } from 'vitest';

import { type PlanOrder, fileRanksOf, parsePlanOrder, planRankOf } from './plan-order.ts';

const order: PlanOrder = {
  format: 'millwright/plan-order',
  version: 1,
  exclusive: true,
  tests: [
    { testId: 'b1', project: 'ui', file: 'b.spec.ts', titlePath: ['pays'] },
    { testId: 'a1', project: '', file: 'a.spec.ts', titlePath: ['tax of ${…}'] },
    { testId: 'b2', project: 'ui', file: 'b.spec.ts', titlePath: ['ships'] },
  ],
};

describe('planRankOf', () => {
  const rankOf = planRankOf(order);
  test.each([
    ['by its id, whatever its title says now', { id: 'b2', project: 'ui', file: 'c.spec.ts', titlePath: ['x'] }, 2],
    [
      'by file and title where the id is not known',
      { id: '?', project: 'ui', file: 'b.spec.ts', titlePath: ['pays'] },
      0,
    ],
    [
      'by a title that only run time knows',
      { id: '?', project: 'api', file: 'a.spec.ts', titlePath: ['tax of 7 %'] },
      1,
    ],
    ['not in another project', { id: '?', project: 'api', file: 'b.spec.ts', titlePath: ['pays'] }, undefined],
    ['not when it is not planned', { id: '?', project: 'ui', file: 'b.spec.ts', titlePath: ['refunds'] }, undefined],
  ])('%s', (_name, entry, rank) => {
    expect(rankOf(entry)).toBe(rank);
  });
});

test('a file ranks by the first of its tests', () => {
  expect([...fileRanksOf(order)]).toEqual([
    ['b.spec.ts', 0],
    ['a.spec.ts', 1],
  ]);
});

test.each([
  ['an order', JSON.stringify(order), order],
  ['no JSON', '{"format":', undefined],
  ['another document', '{"format":"millwright/strategy","version":1}', undefined],
  ['a newer version', JSON.stringify({ ...order, version: 2 }), undefined],
])('parsePlanOrder reads %s', (_name, text, expected) => {
  expect(parsePlanOrder(text)).toEqual(expected);
});
