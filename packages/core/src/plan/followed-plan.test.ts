import { describe, expect, test } from 'vitest';

import type { LeftOutTest } from '../model/strategy.ts';
import {
  type FollowedPlan,
  isLeftOutNote,
  leftOutLineOf,
  leftOutNoteOf,
  parseFollowedPlan,
  staleReasonOf,
} from './followed-plan.ts';
import { leavingOutReasonOf, rulingsOf } from './rulings.ts';

function known(file: string, title: string, more: object = {}) {
  return { testId: `${file} ${title}`, runner: 'playwright', project: '', file, titlePath: ['cart', title], ...more };
}

function leftOut(file: string, title: string, more: Partial<LeftOutTest> = {}): LeftOutTest {
  return { ...known(file, title), cause: 'budget', reason: 'over the budget', ...more };
}

const strategy = {
  format: 'millwright/strategy',
  version: 1,
  id: 'quick-1',
  createdAt: '2026-11-01T12:00:00.000Z',
  testCases: [
    known('a', 'one'),
    known('b', 'two', { dependencies: ['c first'] }),
    known('u', 'unit', { runner: 'vitest' }),
  ],
  executionOrder: ['b two', 'gone', 'u unit', 'a one'],
  leftOutTests: [leftOut('a', 'late'), leftOut('c', 'first'), leftOut('u', 'x', { runner: 'vitest' }), null],
  madeFor: { testFiles: { a: '1' } },
};

function planOf(over: object = {}): FollowedPlan {
  const plan = parseFollowedPlan(JSON.stringify({ ...strategy, ...over }), 'playwright');
  if ('problem' in plan) throw new Error(plan.problem);
  return plan;
}

describe('reading', () => {
  test('one runner’s tests in planned order, and what is left out but for what planned tests need', () => {
    const plan = planOf();
    expect(plan.order.tests.map(({ testId }) => testId)).toEqual(['b two', 'a one']);
    expect(plan.order.exclusive).toBe(false);
    expect(plan.leftOut.map(({ testId }) => testId)).toEqual(['a late']);
  });

  test('a strategy of before leaves nothing out', () => {
    expect(planOf({ leftOutTests: undefined, madeFor: undefined })).toMatchObject({
      leftOut: [],
      madeFor: { testFiles: {} },
    });
  });

  test.each([
    ['no JSON', '{"format":', /no strategy/],
    ['null', 'null', /no strategy/],
    ['another document', '{"format":"millwright/run","version":1}', /no strategy/],
    ['a newer version', JSON.stringify({ ...strategy, version: 2 }), /version 2/],
    ['no order', JSON.stringify({ ...strategy, executionOrder: undefined }), /damaged/],
    ['a test without a file', JSON.stringify({ ...strategy, testCases: [{ testId: 'x' }] }), /damaged/],
  ])('%s is told', (_name, text, problem) => {
    expect(parseFollowedPlan(text, 'playwright')).toEqual({ problem: expect.stringMatching(problem) });
  });
});

describe('whether it still holds', () => {
  const nowMs = Date.parse('2026-11-02T12:00:00.000Z');
  const found = { nowMs, files: ['a', 'b', 'c'] };
  const bySelection = { leftOutTests: [leftOut('a', 'late', { cause: 'selection' })] };

  test('a day later, with some new files, it does', () => {
    expect(staleReasonOf(planOf(), { ...found, files: ['a', 'n', 'm'] })).toBeUndefined();
  });

  test('of a plan that leaves nothing out it makes no difference', () => {
    expect(staleReasonOf(planOf({ leftOutTests: [] }), { nowMs: nowMs * 2, files: ['x', 'y', 'z'] })).toBeUndefined();
  });

  test.each([
    ['age', planOf(), { ...found, nowMs: nowMs + 7 * 86_400_000 }, /older than 7 days/],
    ['no time of making', planOf({ createdAt: 'once' }), found, /older than 7 days/],
    ['many new files', planOf(), { ...found, files: ['a', 'x', 'y', 'z'] }, /3 of 4 test files/],
    ['a selection without git', planOf(bySelection), found, /not the one/],
    [
      'a selection for other code',
      planOf({ ...bySelection, madeFor: { testFiles: {}, codeState: '1' } }),
      { ...found, codeState: '2' },
      /not the one/,
    ],
  ])('not after: %s', (_name, plan, state, reason) => {
    expect(staleReasonOf(plan, state)).toMatch(reason);
  });

  test('a selection holds for its own code', () => {
    const plan = planOf({ ...bySelection, madeFor: { testFiles: {}, codeState: '1' } });
    expect(staleReasonOf(plan, { ...found, codeState: '1' })).toBeUndefined();
  });
});

test('rulings: full titles before patterns, planned before left out, and nothing of a new test', () => {
  const plan = planOf({
    testCases: [known('a', 'costs 1'), known('a', 'adds %i')],
    executionOrder: ['a costs 1', 'a adds %i'],
    leftOutTests: [
      leftOut('a', 'costs ${price}'),
      leftOut('a', 'costs 1'),
      leftOut('a', 'adds 7'),
      leftOut('a', 'mobile', { project: 'phone' }),
    ],
  });
  const rulings = rulingsOf(plan).get('a') ?? [];
  const reasonOf = (title: string, project = 'desk') =>
    leavingOutReasonOf(rulings, { project, titlePath: ['cart', title] });
  expect(['costs 1', 'costs 9', 'adds 7', 'adds 8', 'new'].map((title) => reasonOf(title))).toEqual([
    undefined,
    'over the budget',
    'over the budget',
    undefined,
    undefined,
  ]);
  expect([reasonOf('mobile'), reasonOf('mobile', 'phone')]).toEqual([undefined, 'over the budget']);
  expect(leavingOutReasonOf(rulings, { project: '', titlePath: ['cart', 'costs 1', 'x'] })).toBeUndefined();
});

test('what is said', () => {
  expect(leftOutLineOf('quick-1', ['over the budget'])).toBe('1 test left out by strategy quick-1 (over the budget).');
  expect(leftOutLineOf('quick-1', ['over the budget', 'not of orders', 'over the budget'])).toBe(
    '3 tests left out by strategy quick-1 (2 over the budget, 1 not of orders).',
  );
  expect(isLeftOutNote(leftOutNoteOf('quick-1', 'over the budget'))).toBe(true);
  expect([isLeftOutNote('flaky, see #12'), isLeftOutNote(undefined)]).toEqual([false, false]);
});
