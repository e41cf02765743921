import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { ObjectiveName } from '../../model/strategy.ts';
import { planInputOf } from '../fixtures/plan-input-of.ts';
import { planStrategy } from '../plan-strategy.ts';
import type { RatedTest } from './objective.ts';
import { objectiveOf, objectives } from './registry.ts';

const names = objectives.map(({ name }) => name);
const rated = (part: Partial<RatedTest>): RatedTest => ({
  priority: 'Medium',
  risk: 0.3,
  estimatedDurationMs: 1000,
  soonness: 0.5,
  ...part,
});

describe('which of two tests starts first', () => {
  const critical = rated({ priority: 'Critical', risk: 0.6, soonness: 0.2 });
  const failing = rated({ priority: 'Low', risk: 0.1, soonness: 0.9 });
  const slow = rated({ soonness: 0.6, estimatedDurationMs: 60_000 });
  const quick = rated({ soonness: 0.5, estimatedDurationMs: 100 });
  const risky = rated({ risk: 0.9, estimatedDurationMs: 60_000 });

  test.each<[string, ObjectiveName, RatedTest, RatedTest]>([
    ['priority: the critical one, though another fails more', 'priority', critical, failing],
    ['first-failure: the one that fails more, though another is critical', 'first-failure', failing, critical],
    ['failures: a quick one before a slow one of much the same chance', 'failures', quick, slow],
    ['risk: the risk of a minute is less than that of a tenth of a second', 'risk', quick, risky],
    ['risk: what is riskier where both take as long', 'risk', critical, failing],
    [
      'first-failure without a past: by risk',
      'first-failure',
      { ...critical, soonness: undefined },
      { ...failing, soonness: undefined },
    ],
  ])('%s', (_name, objective, first, second) => {
    const { compare } = objectiveOf(objective);
    expect(compare(first, second)).toBeLessThan(0);
    expect(compare(second, first)).toBeGreaterThan(0);
  });
});

describe('whatever a plan aims at', () => {
  const spec = fc.record({
    file: fc.integer({ min: 0, max: 5 }),
    line: fc.constantFrom('', '....', '..F.', '....FF', '.f..f.'),
    durationMs: fc.integer({ min: 1, max: 60_000 }),
    serial: fc.boolean(),
  });

  test('each test comes after those it depends on, none is lost, and a budget is kept', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(spec, { minLength: 1, maxLength: 25 }),
        fc.option(fc.integer({ min: 1000, max: 100_000 }), { nil: undefined }),
        (objective, list, budgetMs) => {
          const input = planInputOf(list, { objective, ...(budgetMs === undefined ? {} : { budgetMs }) });
          const plan = planStrategy(input);
          expect(plan.objective).toBe(objective);
          expect(plan.executionOrder.toSorted()).toEqual(plan.testCases.map(({ testId }) => testId).sort());
          expect(plan.testCases.length + plan.leftOut.length).toBe(list.length);
          const place = new Map(plan.executionOrder.map((id, index) => [id, index]));
          for (const { testId, dependencies } of plan.testCases)
            for (const id of dependencies) expect(place.get(id)).toBeLessThan(place.get(testId) ?? -1);
        },
      ),
    );
  });

  test('`priority` is what a plan aims at that was not told', () => {
    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 25 }), (list) => {
        const { objective: _named, ...told } = planStrategy(planInputOf(list, { objective: 'priority' }));
        expect(told).toEqual(planStrategy(planInputOf(list)));
      }),
    );
  });
});

test('a budget for failures takes the one that failed lately, a budget for priority the one that is quick', () => {
  const specs = [
    { file: 0, line: '.....F', durationMs: 20_000, serial: false },
    { file: 1, line: '......', durationMs: 50, serial: false },
    { file: 2, line: 'F.....', durationMs: 19_000, serial: false },
  ];
  const chosen = (objective: ObjectiveName): readonly string[] =>
    planStrategy(planInputOf(specs, { objective, workers: 1, budgetMs: 20_000 })).testCases.map(({ testId }) => testId);
  expect(chosen('first-failure')).toEqual(['t0']);
  expect(chosen('priority')).toContain('t1');
});
