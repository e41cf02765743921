import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { bestPlayOf, playOrder } from './play-order.ts';
import type { ReplayedResult, ReplayedRun, ReplayedTest } from './replayed-run.ts';
import { simulatedStrategies } from './simulated-strategy.ts';
import type { SimulationOptions } from './simulation-options.ts';
import type { SimulationReport, StrategyFigures } from './simulation-report.ts';
import { Simulation } from './simulation.ts';
import { SuitePast } from './suite-past.ts';

const outcomes = { '.': 'expected', F: 'unexpected', f: 'flaky' } as const;
const names = Array.from('abcdefghij');

const testOf = (name: string): ReplayedTest => ({
  testId: name,
  family: name,
  runner: 'playwright',
  project: '',
  file: `tests/${name}.spec.ts`,
  titlePath: [name],
  tags: [],
});

/** A run written as a line, one letter a test in the order in which they ran: `.` good, `F` failed, `f` flaky, `s` not run. */
const runOf = (letters: string, number: number, minutes = 5): ReplayedRun => ({
  runId: `run-${number}`,
  startedAt: new Date(Date.UTC(2026, 10, 2) + number * 12 * 3_600_000).toISOString(),
  endedAtMs: Date.UTC(2026, 10, 2) + number * 12 * 3_600_000 + minutes * 60_000,
  commit: `c${number}`,
  results: Array.from(letters).flatMap((letter, index): readonly ReplayedResult[] => {
    const name = names[index] ?? 'z';
    const outcome = outcomes[letter as keyof typeof outcomes] as (typeof outcomes)['.'] | undefined;
    const durationMs = 10_000;
    return outcome === undefined
      ? []
      : [{ test: testOf(name), outcome, failedAttempts: letter === '.' ? 0 : 1, durationMs, spentMs: durationMs }];
  }),
});

const options: SimulationOptions = { workers: 1, objective: 'priority' };

function reportOf(lines: readonly string[], over: Partial<SimulationOptions> = {}): SimulationReport {
  const simulation = new Simulation({ ...options, ...over });
  for (const [index, line] of lines.entries()) simulation.addRun(runOf(line, index));
  return simulation.report();
}

function figuresOf(report: Pick<SimulationReport, 'strategies'>, name: string): StrategyFigures {
  const found = report.strategies.find((strategy) => strategy.name === name);
  if (!found) throw new Error(`No strategy ${name}`);
  return found;
}

describe('one run after a past', () => {
  // `e` failed before and fails again, and is the last of five.
  const lines = ['....F', '.....', '....F', '....F'];

  test.each([
    ['recorded', 50_000],
    ['first-failure', 10_000],
    ['failures', 10_000],
    ['priority', 10_000],
    ['last-failed', 10_000],
    ['ideal', 10_000],
  ])('%s shows the failure after %i ms', (name, medianMs) => {
    const simulation = new Simulation(options);
    for (const [index, line] of lines.slice(0, 3).entries()) simulation.addPast(runOf(line, index));
    simulation.addRun(runOf(lines[3] ?? '', 3));
    const report = simulation.report();
    expect(figuresOf(report, name)).toMatchObject({ firstFailure: { medianMs }, allFailures: { medianMs } });
    expect([report.runCount, report.pastRunCount, report.failingRunCount, report.failureCount]).toEqual([1, 3, 1, 1]);
  });
});

test('a run that had not ended when another began taught it nothing', () => {
  const firstMsAfter = (minutes: number): number | undefined => {
    const simulation = new Simulation({ ...options, objective: 'first-failure' });
    for (const index of [0, 1, 2]) simulation.addPast(runOf('.....', index));
    simulation.addPast(runOf('....F', 3, minutes));
    simulation.addRun(runOf('....F', 4));
    return figuresOf(simulation.report(), 'last-failed').firstFailure?.medianMs;
  };
  expect(firstMsAfter(5)).toBe(10_000);
  expect(firstMsAfter(13 * 60)).toBe(50_000);
});

describe('a failure that passed on retry', () => {
  test.each([
    ['is none', false, 0],
    ['is one when asked for', true, 2],
  ])('%s', (_name, countFlaky, failureCount) => {
    expect(reportOf(['f...', '..f.'], { countFlaky })).toMatchObject({ failureCount, countsFlaky: countFlaky });
  });
});

describe('a budget', () => {
  const lines = ['.....F', '......', '.....F', '..F..F'];

  test('finds what it takes, and what it does not take is missed', () => {
    const simulation = new Simulation({ ...options, objective: 'first-failure', budgetMs: 20_000 });
    for (const [index, line] of lines.slice(0, 3).entries()) simulation.addPast(runOf(line, index));
    simulation.addRun(runOf(lines[3] ?? '', 3));
    const report = simulation.report();
    expect(figuresOf(report, 'recorded').budget).toEqual({ foundCount: 0, missedCount: 2, spentMs: 20_000 });
    expect(figuresOf(report, 'first-failure').budget?.foundCount).toBeGreaterThanOrEqual(1);
    expect(figuresOf(report, 'ideal').budget).toEqual({ foundCount: 2, missedCount: 0, spentMs: 20_000 });
    const missed = report.setbacks.map(({ testId, missedCount }) => [testId, missedCount]);
    expect(missed).toEqual([['c', 1]]);
  });

  test('of a share is a share of what the run is expected to take', () => {
    const report = reportOf(['....', '....', '...F'], { budgetRatio: 0.5 });
    expect(figuresOf(report, 'recorded').budget?.spentMs).toBe(60_000);
  });
});

test('weeks begin on Mondays and come oldest first', () => {
  // Two runs a day from Monday the second of November on.
  const { weeks } = reportOf([...Array.from({ length: 15 }, () => '.F'), 'F.']);
  expect(weeks.map(({ weekOf, runCount, failingRunCount }) => [weekOf, runCount, failingRunCount])).toEqual([
    ['2026-11-02', 14, 14],
    ['2026-11-09', 2, 2],
  ]);
});

test('setup tests stay before the others, whatever failed', () => {
  const setup = { ...testOf('s'), file: 'tests/auth.setup.ts' };
  const strategy = simulatedStrategies.find(({ name }) => name === 'last-failed');
  const past = new SuitePast();
  past.addRun(runOf('.F', 0));
  const candidates = past.candidatesOf([testOf('a'), testOf('b'), setup]);
  expect(strategy?.ordersOf(candidates, () => 0)).toEqual([['s', 'b', 'a']]);
});

describe('laws', () => {
  const line = fc.string({ unit: fc.constantFrom('.', '.', '.', 'F', 'f', 's'), minLength: 4, maxLength: 10 });
  const lines = fc.array(line, { minLength: 2, maxLength: 9 });
  const workers = fc.integer({ min: 1, max: 4 });
  const budget = fc.option(fc.integer({ min: 1, max: 60_000 }), { nil: undefined });

  const ordersAfter = (past: readonly string[], next: string): unknown => {
    const known = new SuitePast();
    for (const [index, letters] of past.entries()) known.addRun(runOf(letters, index));
    const candidates = known.candidatesOf(runOf(next, past.length).results.map(({ test }) => test));
    return simulatedStrategies.map((strategy) => strategy.ordersOf(candidates, () => 0.4));
  };

  test('an order knows nothing of how its own run ends', () => {
    fc.assert(
      fc.property(lines, line, fc.infiniteStream(fc.constantFrom('.', 'F', 'f')), (past, next, letters) => {
        const otherwise = Array.from(next, (letter) => (letter === 's' ? 's' : letters.next().value)).join('');
        expect(ordersAfter(past, otherwise)).toEqual(ordersAfter(past, next));
      }),
      { numRuns: 50 },
    );
  });

  test('what was measured of a run stays the same, whatever runs follow and in which order', () => {
    fc.assert(
      fc.property(lines, lines, fc.infiniteStream(fc.nat()), (before, after, lots) => {
        // Each run has a week of its own, so that the report tells them apart.
        const weeksOf = (all: readonly string[]) => {
          const simulation = new Simulation({ ...options, budgetRatio: 0.5 });
          for (const [index, letters] of all.entries()) simulation.addRun(runOf(letters, index * 14));
          return simulation.report().weeks.slice(0, before.length);
        };
        const shuffled = after
          .map((letters) => ({ letters, lot: lots.next().value }))
          .sort((a, b) => a.lot - b.lot)
          .map(({ letters }) => letters);
        expect(weeksOf([...before, ...shuffled])).toEqual(weeksOf([...before, ...after]));
        expect(weeksOf(before)).toEqual(weeksOf([...before, ...after]));
      }),
      { numRuns: 40 },
    );
  });

  test('no order is better than the ideal, nor finds more within a budget', () => {
    fc.assert(
      fc.property(lines, workers, budget, (all, count, budgetMs) => {
        const report = reportOf(all, { workers: count, ...(budgetMs === undefined ? {} : { budgetMs }) });
        const ideal = figuresOf(report, 'ideal');
        for (const { firstFailure, allFailures, budget: own } of report.strategies) {
          if (firstFailure && ideal.firstFailure)
            expect(ideal.firstFailure.meanMs).toBeLessThanOrEqual(firstFailure.meanMs);
          if (allFailures && ideal.allFailures)
            expect(ideal.allFailures.meanMs).toBeLessThanOrEqual(allFailures.meanMs);
          if (own && ideal.budget) expect(ideal.budget.foundCount).toBeGreaterThanOrEqual(own.foundCount);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the same history gives the same report', () => {
    fc.assert(
      fc.property(lines, workers, (all, count) => {
        expect(reportOf(all, { workers: count })).toEqual(reportOf(all, { workers: count }));
      }),
      { numRuns: 20 },
    );
  });

  test('of any order on any number of workers, the first failure comes no sooner than the bound and the last no sooner than its', () => {
    const played = fc.record({ failed: fc.boolean(), spentMs: fc.integer({ min: 1, max: 1000 }) });
    fc.assert(
      fc.property(fc.array(played, { minLength: 1, maxLength: 30 }), workers, (order, count) => {
        fc.pre(order.some(({ failed }) => failed));
        const best = bestPlayOf(order, count);
        const own = playOrder(order, count);
        expect(own.firstFailureMs).toBeGreaterThanOrEqual(best.firstFailureMs);
        expect(own.allFailuresMs).toBeGreaterThanOrEqual(best.allFailuresMs);
      }),
    );
  });
});

test.each([
  ['one worker: one after the other', '.F.F', 1, 20, 40],
  ['two workers: side by side', '.F.F', 2, 10, 20],
  ['more workers than tests', '.F', 8, 10, 10],
])('when failures are known on %s', (_name, letters, workers, firstFailureMs, allFailuresMs) => {
  const order = Array.from(letters, (letter) => ({ failed: letter === 'F', spentMs: 10 }));
  expect(playOrder(order, workers)).toMatchObject({ firstFailureMs, allFailuresMs });
});
