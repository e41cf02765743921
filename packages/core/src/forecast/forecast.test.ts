import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { entryOf } from '../flake/fixtures/history-of.ts';
import type { Outcome } from '../model/attempt.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import { calibrationOf, calibrationReportOf } from './calibration-report.ts';
import { type Forecast, keptForecasts, mergedForecasts, withForecasts } from './forecast.ts';
import { fitPlatt, recalibrationOf } from './platt.ts';
import { resolveForecasts } from './resolve-forecast.ts';

const signature = 'aaaaaaaaaaaa-bbbbbbbb';

function forecast(part: Partial<Forecast> = {}): Forecast {
  return {
    runId: 'r1',
    at: '2026-01-01T01:00:00.000Z',
    signature,
    tests: ['t1'],
    shares: { flake: 0.5, regression: 0.3, environment: 0.1, unknown: 0.1 },
    mine: 0.3,
    ...part,
  };
}

const outcomes: Readonly<Record<string, Outcome>> = { '.': 'expected', F: 'unexpected', f: 'flaky', s: 'skipped' };

/** `a.` is a good run on commit a, `aF` a bad one; `/` behind it: on the branch `other`, `*`: with uncommitted changes. */
function history(line: string, id = 't1'): TestHistory {
  const observations = line.split(' ').map((word, index): Observation => {
    const [commit = '', letter = '.', ...marks] = word;
    const bad = letter === 'F' || letter === 'f';
    return {
      run: {
        runId: `r${index}`,
        runner: 'vitest',
        startedAt: new Date(Date.UTC(2026, 0, 1, index)).toISOString(),
        status: 'passed',
        commit,
        branch: marks.includes('/') ? 'other' : 'main',
        ...(marks.includes('*') ? { dirty: true } : {}),
      },
      outcome: outcomes[letter] ?? 'expected',
      attempts: 1,
      failedAttempts: bad ? 1 : 0,
      durationMs: 1,
      ...(bad ? { signature } : {}),
    };
  });
  return { test: entryOf({ id }), observations };
}

describe('resolveForecasts, of the run r1', () => {
  test.each([
    ['nothing ran since', 'a. bF', undefined],
    ['it still fails', 'a. bF cF', undefined],
    ['passed on the same commit: a flake', 'a. bF b.', 'flake'],
    ['the same on another branch', 'a. bF b./', 'flake'],
    ['passed on the same commit before', 'b. bF', 'flake'],
    ['uncommitted changes make another code of one commit', 'a. bF b.*', undefined],
    ['failed on two commits, then passed: a fault', 'a. bF cF d.', 'fault'],
    ['failed twice on one commit, then passed on another: not told', 'a. bF bF c.', undefined],
    ['failed once, then passed on another commit: not told', 'a. bF c.', undefined],
    ['a pass on another branch mends nothing', 'a. bF cF d./', undefined],
    ['a skipped run says nothing', 'a. bF cs', undefined],
    ['a pass on a retry says nothing of what was before', 'a. bF cF df', undefined],
  ])('%s', (_, line, truth) => {
    const [resolved] = resolveForecasts([forecast()], { histories: [history(line)] });
    expect(resolved?.resolution?.truth).toBe(truth);
  });

  test.each([
    ['the change runs under the test: a fault', 'a. bF c.', true, 'fault'],
    ['it does not: a flake', 'a. bF c.', false, 'flake'],
    ['nor after two commits: not told', 'a. bF cF d.', false, undefined],
  ])('one failure ended by another commit, and %s', (_, line, overlap, truth) => {
    const [resolved] = resolveForecasts([forecast()], { histories: [history(line)], fixOverlap: () => overlap });
    expect(resolved?.resolution?.truth).toBe(truth);
  });

  test('a run in which one signature failed most tests is an outage: the environment', () => {
    const histories = Array.from({ length: 8 }, (_, index) => history('a. bF b.', `t${index}`));
    const [resolved] = resolveForecasts([forecast()], { histories });
    expect(resolved?.resolution?.truth).toBe('environment');
  });

  test('tests vote, and a tie tells nothing', () => {
    const [tie] = resolveForecasts([forecast({ tests: ['t1', 't2'] })], {
      histories: [history('a. bF b.'), history('a. bF cF d.', 't2')],
    });
    expect(tie?.resolution).toBeUndefined();
  });

  test('a fault is mine when the base was good before, and not when it failed alike', () => {
    const wasMine = (line: string): boolean | undefined =>
      resolveForecasts([forecast({ runId: 'r2' })], { histories: [history(line)], baseBranch: 'main' })[0]?.resolution
        ?.wasMine;
    expect(wasMine('a. b. cF/ dF/ e./')).toBe(true);
    expect(wasMine('a. bF cF/ dF/ e./')).toBe(false);
    expect(wasMine('a. b. cF/ c./')).toBe(false);
  });

  test('what is resolved stays as it is', () => {
    const resolution = { truth: 'flake', runId: 'r9', at: '2026-02-01T00:00:00.000Z' } as const;
    const known = [forecast({ resolution })];
    expect(resolveForecasts(known, { histories: [history('a. bF cF d.')] })).toBe(known);
  });
});

describe('withForecasts', () => {
  const arbitrary = fc.array(
    fc
      .record({
        run: fc.integer({ min: 0, max: 5 }),
        hour: fc.integer({ min: 0, max: 9 }),
        flake: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ run, hour, flake }) =>
        forecast({
          runId: `r${run}`,
          at: new Date(Date.UTC(2026, 0, 1, hour)).toISOString(),
          shares: { flake, regression: 1 - flake, environment: 0, unknown: 0 },
        }),
      ),
  );

  test('what was said first stands, saying it again changes nothing', () => {
    fc.assert(
      fc.property(arbitrary, arbitrary, (first, second) => {
        const known = withForecasts([], first);
        const both = withForecasts(known, second);
        expect(withForecasts(both, second)).toEqual(both);
        for (const one of known) expect(both).toContain(one);
      }),
    );
  });

  test('the oldest are forgotten', () => {
    const many = Array.from({ length: keptForecasts + 5 }, (_, index) =>
      forecast({ runId: `r${index}`, at: new Date(Date.UTC(2026, 0, 1) + index).toISOString() }),
    );
    const kept = withForecasts([], many);
    expect(kept).toHaveLength(keptForecasts);
    expect(kept[0]?.runId).toBe('r5');
  });
});

describe('calibration', () => {
  test('Brier score, skill and error of what came out as told', () => {
    const pairs = [
      ...Array.from({ length: 20 }, (_, index) => ({ probability: 0.8, isTrue: index % 5 > 0 })),
      ...Array.from({ length: 20 }, (_, index) => ({ probability: 0.2, isTrue: index % 5 === 0 })),
    ];
    const { brier, brierSkill, calibrationError, bins } = calibrationOf(pairs);
    expect(brier).toBeCloseTo(0.16, 9);
    expect(brierSkill).toBeCloseTo(1 - 0.16 / 0.25, 9);
    expect(calibrationError).toBeCloseTo(0, 9);
    expect(bins.map(({ forecasts }) => forecasts)).toEqual([10, 10, 10, 10]);
  });

  test('says when there is too little', () => {
    const resolution = { truth: 'flake', wasMine: false, runId: 'r9', at: '2026-02-01T00:00:00.000Z' } as const;
    const few = calibrationReportOf([forecast({ resolution }), forecast({ runId: 'r2' })]);
    expect(few).toMatchObject({ resolved: 1, open: 1, isEnough: false, isRecalibrated: false });
    expect(few.curves.map(({ of }) => of)).toEqual(['flake', 'fault', 'environment', 'mine']);
    expect(calibrationReportOf([]).curves).toEqual([]);
  });

  test('Platt scaling finds how far off the probabilities are', () => {
    const logit = (p: number): number => Math.log(p / (1 - p));
    const told = [0.1, 0.3, 0.5, 0.7, 0.9];
    // What was told is twice as sure as it should have been.
    const pairs = told.flatMap((probability) => {
      const real = 1 / (1 + Math.exp(-0.5 * logit(probability)));
      return Array.from({ length: 400 }, (_, index) => ({ probability, isTrue: index < real * 400 }));
    });
    const { slope, offset } = fitPlatt(pairs);
    expect(slope).toBeCloseTo(0.5, 1);
    expect(offset).toBeCloseTo(0, 1);
  });

  const resolvedOf = (count: number, flakeTold: number, flakesAmong: number): readonly Forecast[] =>
    Array.from({ length: count }, (_, index) =>
      forecast({
        runId: `r${index}`,
        shares: { flake: flakeTold, regression: 1 - flakeTold, environment: 0, unknown: 0 },
        resolution: { truth: index % 10 < flakesAmong ? 'flake' : 'fault', runId: 'x', at: '2026-02-01T00:00:00.000Z' },
      }),
    );

  test('fewer than 100 resolved move nothing', () => {
    expect(recalibrationOf(resolvedOf(99, 0.9, 3))).toBeUndefined();
    const calibrate = recalibrationOf(resolvedOf(100, 0.9, 3));
    expect(calibrate?.({ flake: 0.9, regression: 0.1, environment: 0, unknown: 0 }).flake).toBeLessThan(0.6);
  });

  test('recalibrated shares add up to 1 and keep their order', () => {
    const calibrate = recalibrationOf(resolvedOf(200, 0.7, 4));
    fc.assert(
      fc.property(fc.tuple(...[1, 2, 3, 4].map(() => fc.double({ min: 0.001, max: 1, noNaN: true }))), (parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0);
        const [flake = 0, regression = 0, environment = 0, unknown = 0] = parts.map((part) => part / total);
        const moved = calibrate?.({ flake, regression, environment, unknown });
        if (moved === undefined) throw new Error('Not recalibrated.');
        expect(moved.flake + moved.regression + moved.environment + moved.unknown).toBeCloseTo(1, 9);
        expect(moved.regression * environment).toBeCloseTo(moved.environment * regression, 9);
        const surer = calibrate?.({ flake: flake / 2, regression, environment, unknown: unknown + flake / 2 });
        expect(surer?.flake).toBeLessThanOrEqual(moved.flake + 1e-12);
      }),
    );
  });
});

describe('forecasts of several machines', () => {
  const resolution = { truth: 'flake', runId: 'r9', at: '2026-01-03T00:00:00.000Z' } as const;
  const words = fc.record({
    runId: fc.constantFrom('r1', 'r2', 'r3'),
    at: fc.constantFrom('2026-01-01T01:00:00.000Z', '2026-01-02T01:00:00.000Z'),
    signature: fc.constantFrom('aaaa', 'bbbb'),
  });
  const lists = fc
    .array(
      words.map((part) => forecast(part)),
      { maxLength: 6 },
    )
    .map((list) => withForecasts([], list));

  test('come together in any order, and as often as one likes', () => {
    fc.assert(
      fc.property(lists, lists, (one, other) => {
        const both = mergedForecasts(one, other);
        expect(mergedForecasts(other, one)).toEqual(both);
        expect(mergedForecasts(both, other)).toEqual(both);
      }),
    );
  });

  test('what was said first stands, with what became of it anywhere', () => {
    const first = forecast({ mine: 0.9 });
    const later = forecast({ at: '2026-01-02T01:00:00.000Z', mine: 0.1, resolution });
    expect(mergedForecasts([later], [first])).toEqual([{ ...first, resolution }]);
  });
});
