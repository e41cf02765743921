import type { Execution } from '@millwright/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { executedTest, plannedTest, strategyOf } from '../execution/fixtures/planned.ts';
import { renderCount, renderDuration } from './duration.ts';
import { renderExecution } from './execution.ts';
import { createPaint } from './paint.ts';
import { renderStrategy } from './strategy.ts';
import { renderTable } from './table.ts';

const plain = createPaint({}, {});

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [999.7, '1.0 s'],
    [59_940, '59.9 s'],
    [59_990, '1 min 00 s'],
    [245_000, '4 min 05 s'],
    [3_599_700, '1 h 00 min'],
    [3_720_000, '1 h 02 min'],
  ])('%d is %s', (ms, text) => expect(renderDuration(ms)).toBe(text));

  test('no part is ever as large as the next unit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (ms) => !/\b1000 ms|\b60\.0 s|\b60 (?:min|s)\b/.test(renderDuration(ms)),
      ),
    );
  });

  test('counts', () =>
    expect([renderCount(1, 'test'), renderCount(2, 'test'), renderCount(0, 'process', 'processes')]).toEqual([
      '1 test',
      '2 tests',
      '0 processes',
    ]));
});

describe('colours', () => {
  test.each<[string, { isTTY?: boolean }, Record<string, string>, boolean]>([
    ['a terminal', { isTTY: true }, {}, true],
    ['a pipe', {}, {}, false],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR is none', { isTTY: true }, { NO_COLOR: '' }, true],
    ['FORCE_COLOR', {}, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=false', { isTTY: true }, { FORCE_COLOR: 'false' }, false],
    ['both', { isTTY: true }, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('%s', (_name, stream, env, coloured) => expect(createPaint(stream, env).bad('x') !== 'x').toBe(coloured));
});

describe('tables', () => {
  test('columns stand under each other, whatever their colour', () => {
    const red = createPaint({ isTTY: true }, {});
    expect(
      renderTable([
        ['a', 'b'],
        ['long', 'c'],
      ]),
    ).toBe('a     b\nlong  c\n');
    expect(
      renderTable([
        [red.bad('a'), 'b'],
        ['long', 'c'],
      ]),
    ).toBe(`${red.bad('a')}     b\nlong  c\n`);
    expect(renderTable([])).toBe('');
  });
});

const tests = [
  plannedTest({
    testId: 'a',
    titlePath: ['cart', 'adds'],
    priority: 'Critical',
    risk: 0.81,
    riskFactors: [{ name: 'complexity', score: 0.9, weight: 0.5, evidence: '12 branches.' }],
  }),
  plannedTest({
    testId: 'b',
    titlePath: ['cart', 'removes'],
    project: 'ui',
    estimateFrom: 'history',
    estimatedDurationMs: 250,
  }),
];

describe('a strategy', () => {
  const strategy = strategyOf(tests, {
    budgetMs: 60_000,
    leftOut: ['c'],
    lacked: ['There is no history.'],
    coverageTargets: [{ service: 'orders', endpointCount: 4, reachedCount: 1, targetRatio: 0.8 }],
  });

  test('in short', () => {
    expect(renderStrategy(plain, strategy, false)).toMatchInlineSnapshot(`
      "nightly nightly-1
      2 tests, 1.3 s of test time, about 1.3 s in 1 parallel group.
      1 test left out to stay within 1 min 00 s.

      1  Critical  0.81  ~1.0 s  cart › adds     tests/cart.spec.ts:3
      2  Medium    0.50  250 ms  cart › removes  [ui] tests/cart.spec.ts:3

      orders  1 of 4 endpoints  below 80 %

      without  There is no history.
      "
    `);
  });

  test('explained', () => {
    expect(renderStrategy(plain, strategy, true)).toMatchInlineSnapshot(`
      "nightly nightly-1
      2 tests, 1.3 s of test time, about 1.3 s in 1 parallel group.
      1 test left out to stay within 1 min 00 s.

        1  Critical 0.81  cart › adds tests/cart.spec.ts:3
           complexity         0.90 × 0.50  12 branches.
        2  Medium   0.50  cart › removes [ui] tests/cart.spec.ts:3

      orders  1 of 4 endpoints  below 80 %

      without  There is no history.
      "
    `);
  });
});

describe('an execution', () => {
  const execution: Execution = {
    executionId: 'exec-1',
    strategyId: 'nightly-1',
    status: 'completed',
    startedAt: '',
    options: {},
    batches: [{ runner: 'vitest', command: [], startedAt: '', durationMs: 2500, reason: 'plan' }],
    tests: [
      executedTest(),
      executedTest({ outcome: 'flaky', attempts: 2 }),
      executedTest({ outcome: 'pending', attempts: 0 }),
    ],
    gate: {
      verdict: 'fail',
      results: [{ rule: 'no-pending', verdict: 'fail', message: '1 planned and never started.' }],
    },
  };
  const view = { strategy: strategyOf(tests), report: undefined, heals: [] };

  test('its counts, times and verdict', () => {
    expect(renderExecution(plain, { ...view, execution })).toMatchInlineSnapshot(`
      "nightly exec-1
      1 passed, 0 failed, 1 flaky, 1 not run
      Test time 2.0 s (predicted 2.0 s), 2.5 s on the clock in 1 runner process.
      fail  no-pending: 1 planned and never started.
      Verdict: fail
      "
    `);
  });

  test('interrupted: how to go on', () => {
    const interrupted = { ...execution, status: 'interrupted' as const };
    expect(renderExecution(plain, { ...view, execution: interrupted, placeFlags: ' --dir kept' })).toContain(
      'e2e autonomous-run --resume exec-1 --dir kept\n',
    );
  });

  test('a repair says how sure it is', () => {
    const heal = {
      id: 'h',
      testId: 'a',
      kind: 'race',
      proposedAt: '',
      file: 'a.spec.ts',
      before: '',
      after: '',
      probability: 0.9,
      outcome: 'accepted',
      verification: { passed: true, runs: 5 },
      diff: '+await\n',
    } as const;
    expect(renderExecution(plain, { ...view, execution, heals: [heal] })).toContain(
      'repair  race in a.spec.ts: accepted (proved by 5 runs)\n+await\n',
    );
  });
});
