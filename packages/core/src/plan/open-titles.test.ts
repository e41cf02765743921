import { describe, expect, test } from 'vitest';

import { entryOf, historyOf } from '../flake/fixtures/history-of.ts';
import type { RunRef } from '../model/run.ts';
import type { TestEntry } from '../model/test.ts';
import type { TestHistory } from '../model/test-history.ts';
import { manifestOf, nowMs, planOptions, staticTestOf, testFileOf } from './fixtures/plan-input-of.ts';
import type { PlanInput } from './plan-input.ts';
import { planStrategy } from './plan-strategy.ts';

const file = 'tests/cart.spec.ts';
const written = 'costs ${price}';
const manifest = manifestOf({ testFiles: [testFileOf(file, [staticTestOf([written])])] });

const rowOf = (price: number, project = 'chromium'): TestEntry =>
  entryOf({ id: `${project}-${price}`, project, file, titlePath: [`costs ${price}`] });

function historyIn(test: TestEntry, run: Partial<RunRef>): TestHistory {
  const { observations } = historyOf('.', { test });
  return { test, observations: observations.map((each) => ({ ...each, run: { ...each.run, ...run } })) };
}

function planOf(input: Partial<PlanInput>) {
  const strategy = planStrategy({ manifest, options: planOptions, nowMs, ...input });
  return {
    ...strategy,
    titles: strategy.testCases.map(({ titlePath }) => titlePath.join(' › ')),
    tellsRows: strategy.lacked.some((sentence) => sentence.includes('parametrised')),
  };
}

describe('the rows of a parametrised title', () => {
  test.each<[name: string, run: Partial<RunRef>, missing: readonly TestEntry[] | undefined, titles: readonly string[]]>(
    [
      ['a good run of everything has listed them', { status: 'passed' }, undefined, ['costs 1']],
      ['a failed run that left nothing out as well', { status: 'failed' }, [], ['costs 1']],
      [
        'a failed run of which nobody knows whether it left rows out',
        { status: 'failed' },
        undefined,
        ['costs 1', written],
      ],
      [
        'a run that bailed names the others',
        { status: 'failed' },
        [rowOf(2), rowOf(3)],
        ['costs 1', 'costs 2', 'costs 3', written],
      ],
      ['a selection', { status: 'passed', partial: true }, undefined, ['costs 1', written]],
      ['Ctrl-C', { status: 'interrupted' }, [rowOf(2)], ['costs 1', 'costs 2', written]],
      ['a killed run', { status: 'crashed' }, [], ['costs 1', written]],
    ],
  )('%s', (_name, run, missing, titles) => {
    const plan = planOf({
      histories: [historyIn(rowOf(1), { ...run, runId: 'r' })],
      ...(missing ? { neverStarted: new Map([['r', missing]]) } : {}),
    });
    expect(plan.titles.toSorted()).toEqual(titles.toSorted());
    expect(plan.tellsRows).toBe(titles.includes(written));
  });

  test('nothing recorded: the plan says that the rows are not known', () => {
    expect(planOf({})).toMatchObject({ titles: [written], tellsRows: true });
  });

  test('an earlier good run of everything is enough', () => {
    const good = historyIn(rowOf(1), { status: 'passed' });
    const cut = historyIn(rowOf(1), { status: 'interrupted', runId: 'later' });
    const histories = [{ test: rowOf(1), observations: [...good.observations, ...cut.observations] }];
    expect(planOf({ histories }).titles).toEqual(['costs 1']);
  });

  test('each project by itself', () => {
    const histories = [
      historyIn(rowOf(1, 'chromium'), { status: 'passed' }),
      historyIn(rowOf(1, 'firefox'), { status: 'interrupted' }),
    ];
    const { testCases } = planOf({ histories });
    expect(testCases.map(({ project, titlePath }) => `${project} ${titlePath[0]}`).toSorted()).toEqual([
      'chromium costs 1',
      `firefox ${written}`,
      'firefox costs 1',
    ]);
  });

  test('a budget leaves none out without a word', () => {
    const plan = planOf({
      histories: [historyIn(rowOf(1), { status: 'failed', runId: 'r' })],
      neverStarted: new Map([['r', [rowOf(2), rowOf(3)]]]),
      options: { ...planOptions, budgetMs: 1, workers: 1 },
    });
    expect(plan.testCases.length + plan.leftOut.length).toBe(4);
    expect(plan.leftOut.length).toBeGreaterThan(0);
  });
});

test('a test that was to run and never did is planned though the source text does not show it', () => {
  const plan = planStrategy({ neverStarted: new Map([['r', [rowOf(2)]]]), options: planOptions, nowMs });
  expect(plan.testCases.map(({ titlePath }) => titlePath)).toEqual([['costs 2']]);
});
