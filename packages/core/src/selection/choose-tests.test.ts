import { expect, test } from 'vitest';

import {
  endpointOf,
  manifestOf,
  nowMs,
  planOptions,
  staticTestOf,
  testFileOf,
} from '../plan/fixtures/plan-input-of.ts';
import { planStrategy } from '../plan/plan-strategy.ts';
import type { Endpoint } from '../model/manifest.ts';
import type { PlannedTest, StrategySelection, TestStrategy } from '../model/strategy.ts';
import { type PlanSelection, chooseTests } from './choose-tests.ts';
import { nothingObserved } from './fixtures/nothing-observed.ts';

/** A change of src/a.ts that reaches the tests of these files. */
function selectionOf(reached: readonly string[], over: Partial<PlanSelection> = {}): PlanSelection {
  const ways = new Map([['src/a.ts', 'uses `a` of src/a.ts, which changed']]);
  return {
    mode: 'safe',
    observe: false,
    base: 'c0ffee',
    changeDigest: 'd1',
    changed: [{ file: 'src/a.ts', kind: 'modified' }],
    impact: {
      reached: new Map(reached.map((file) => [file, ways])),
      understood: new Set(['src/a.ts']),
      named: new Set(),
      unclear: new Map(),
      startsProcesses: new Set(),
    },
    coverage: { filesByTest: new Map(), precision: new Map() },
    runnerConfigs: new Map(),
    recordedRequests: new Map(),
    endpoints: [],
    evidence: nothingObserved,
    seed: 'plan-1',
    ...over,
  };
}

const titles = Array.from({ length: 100 }, (_, index) => `test ${index}`);

/** A hundred unit tests in b.test.ts and one in a.test.ts. */
function planOf(selection: PlanSelection): TestStrategy & { readonly selection: StrategySelection } {
  const manifest = manifestOf({
    testFiles: [
      testFileOf('src/a.test.ts', [staticTestOf(['a'])], ['src/a.ts']),
      testFileOf(
        'src/b.test.ts',
        titles.map((title) => staticTestOf([title])),
        ['src/b.ts'],
      ),
    ],
  });
  const strategy = planStrategy({ manifest, selection, options: planOptions, nowMs });
  if (!strategy.selection) throw new Error('Expected a selection.');
  return { ...strategy, selection: strategy.selection };
}

test('a plan holds what the change reaches, and two of a hundred by lot', () => {
  const { testCases, wholeSuite, selection } = planOf(selectionOf(['src/a.test.ts']));
  expect(testCases.map(({ file }) => file).sort()).toEqual(['src/a.test.ts', 'src/b.test.ts', 'src/b.test.ts']);
  expect(wholeSuite).toBe(false);
  expect([selection.selected.length, selection.skipped.length, selection.heldOut.length]).toEqual([3, 98, 2]);
  expect(selection.missBound.most).toBe(1);
});

test('the lot is the same for a plan, and another for the next', () => {
  const lotOf = (seed: string): readonly string[] =>
    planOf(selectionOf(['src/a.test.ts'], { seed })).selection.heldOut.map(({ testId }) => testId);
  expect(lotOf('plan-1')).toEqual(lotOf('plan-1'));
  expect(lotOf('plan-1')).not.toEqual(lotOf('plan-2'));
});

test('an observed plan holds everything, and tells what would be skipped', () => {
  const { testCases, wholeSuite, selection } = planOf(selectionOf(['src/a.test.ts'], { observe: true }));
  expect([testCases.length, wholeSuite, selection.skipped.length]).toEqual([101, true, 98]);
});

test('when nothing changed, nothing runs, by lot neither', () => {
  expect(planOf(selectionOf([], { changed: [] })).testCases).toEqual([]);
});

const planned = (testId: string, over: object = {}): PlannedTest =>
  ({ testId, runner: 'vitest', file: `${testId}.test.ts`, titlePath: [testId], dependencies: [], ...over }) as never;

function choose(tests: readonly PlannedTest[], reached: readonly string[], over: Partial<PlanSelection> = {}) {
  const subjects = tests.map((one) => ({ ...one, aim: { requested: [] } }) as never);
  const withRecords = new Map(tests.map(({ testId }) => [testId, ['src/z.ts']]));
  const coverage = { filesByTest: withRecords, precision: new Map<string, 'executed'>() };
  return chooseTests(
    tests,
    subjects,
    selectionOf(
      reached.map((id) => `${id}.test.ts`),
      { coverage, ...over },
    ),
  );
}

const orders = endpointOf('POST /api/orders/:id', {
  handler: { file: 'src/orders.ts', line: 1, column: 1 },
});

test.each<[name: string, request: string, endpoints: readonly Endpoint[], changed: string, selected: boolean]>([
  ['whose handler uses what changed', 'POST /api/orders/:id 2xx', [orders], 'src/a.ts', true],
  ['which nobody answers', 'GET /api/users/:id 2xx', [orders], 'src/a.ts', false],
  ['whose handler uses nothing that changed', 'POST /api/orders/:id 2xx', [orders], 'src/b.ts', false],
])('a test that was seen to ask for a route %s', (_name, request, endpoints, changed, selected) => {
  const browsed = { runner: 'playwright', file: 'e2e/buy.spec.ts' };
  // The browser executed the changed file for another test, so that it is not taken for a file of the server alone.
  const tests = [planned('buy', browsed), planned('browse', { runner: 'playwright', file: 'e2e/browse.spec.ts' })];
  const ways = new Map([[changed, 'uses it']]);
  const { selection } = chooseTests(
    tests,
    tests.map((one) => ({ ...one, aim: { requested: [] } }) as never),
    selectionOf([], {
      changed: [{ file: 'src/a.ts', kind: 'modified' }],
      impact: { ...selectionOf([]).impact, reached: new Map([['src/orders.ts', ways]]) },
      coverage: {
        filesByTest: new Map([
          ['buy', ['src/page.ts']],
          ['browse', ['src/a.ts']],
        ]),
        precision: new Map([
          ['buy', 'executed'],
          ['browse', 'executed'],
        ]),
      },
      recordedRequests: new Map([['buy', [request]]]),
      endpoints,
    }),
  );
  const asked = selection.selected.find(({ reason }) => reason.startsWith('It asks for POST /api/orders/:id'));
  expect(asked?.testId === 'buy').toBe(selected);
});

test('what a selected test depends on runs before it', () => {
  const { selection } = choose([planned('setup'), planned('a', { dependencies: ['setup'] })], ['a']);
  expect(selection.selected.map(({ testId }) => testId)).toEqual(['setup', 'a']);
  expect(selection.selected[0]?.reason).toBe('a depends on it.');
});

test.each<[recall: number, kept: readonly string[]]>([
  [0.999, ['a', 'b', 'c']],
  [0.95, ['a', 'b']],
  [0.6, ['a']],
])('a predictive selection finds %f of the failures it expects', (recall, kept) => {
  const tests = [
    planned('a', { failProbability: 0.2 }),
    planned('b', { failProbability: 0.08 }),
    planned('c', { failProbability: 0.01 }),
  ];
  const { selection } = choose(tests, ['a', 'b', 'c'], { mode: 'predictive', recall });
  const byLot = new Set(selection.heldOut.map(({ testId }) => testId));
  expect(selection.selected.map(({ testId }) => testId).filter((id) => !byLot.has(id))).toEqual(kept);
});

test('a test without a probability is never dropped for one', () => {
  const { selection } = choose([planned('a', { failProbability: 0.2 }), planned('b')], ['a', 'b'], {
    mode: 'predictive',
    recall: 0.5,
  });
  expect(selection.skipped).toEqual([]);
});

test('a predictive selection keeps tests that changed themselves, however unlikely they are to fail', () => {
  const tests = [planned('a', { failProbability: 0.9 }), planned('b', { failProbability: 0.001 })];
  const changed = [
    { file: 'b.test.ts', kind: 'modified' },
    { file: 'src/a.ts', kind: 'modified' },
  ] as const;
  const { selection } = choose(tests, ['a'], { mode: 'predictive', recall: 0.5, changed });
  expect(selection.skipped).toEqual([]);
});
