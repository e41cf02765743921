import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { historyOf } from '../flake/fixtures/history-of.ts';
import type { TestStrategy } from '../model/strategy.ts';
import type { FileChanges, PlanInput } from './plan-input.ts';
import {
  endpointOf,
  manifestOf,
  nowMs,
  planInputOf,
  planOptions,
  staticTestOf,
  testFileOf,
} from './fixtures/plan-input-of.ts';
import { unitOf } from './groups.ts';
import { planStrategy } from './plan-strategy.ts';
import { riskRules } from './risk/registry.ts';

const titlesOf = (strategy: TestStrategy): string[] => strategy.testCases.map(({ titlePath }) => titlePath.join(' › '));
const named = (strategy: TestStrategy, title: string) =>
  strategy.testCases.find(({ titlePath }) => titlePath.at(-1) === title);

describe('laws', () => {
  const spec = fc.record({
    file: fc.integer({ min: 0, max: 9 }),
    line: fc.constantFrom('', '....', '..F.', '....FF', '.f..f.'),
    durationMs: fc.integer({ min: 1, max: 60_000 }),
    serial: fc.boolean(),
  });
  const specs = fc.array(spec, { minLength: 1, maxLength: 40 });
  const workers = fc.integer({ min: 1, max: 6 });

  test('the order is a permutation that honours dependencies', () => {
    fc.assert(
      fc.property(specs, workers, (list, count) => {
        const { testCases, executionOrder } = planStrategy(planInputOf(list, { workers: count }));
        expect(executionOrder.toSorted()).toEqual(testCases.map(({ testId }) => testId).sort());
        const place = new Map(executionOrder.map((id, index) => [id, index]));
        for (const { testId, dependencies } of testCases) {
          for (const id of dependencies) expect(place.get(id)).toBeLessThan(place.get(testId) ?? -1);
        }
      }),
    );
  });

  test('groups partition the tests, keep files together and stay within the bound of list scheduling', () => {
    fc.assert(
      fc.property(specs, workers, (list, count) => {
        const { testCases, parallelGroups, wallDurationMs, totalDurationMs } = planStrategy(
          planInputOf(list, { workers: count }),
        );
        expect(parallelGroups.flatMap(({ testIds }) => testIds).sort()).toEqual(
          testCases.map(({ testId }) => testId).sort(),
        );
        expect(parallelGroups.length).toBeLessThanOrEqual(count);
        const units = Map.groupBy(testCases, unitOf);
        const groupOf = new Map(parallelGroups.flatMap(({ testIds, index }) => testIds.map((id) => [id, index])));
        for (const unit of units.values()) expect(new Set(unit.map(({ testId }) => groupOf.get(testId))).size).toBe(1);
        const longestMs = Math.max(
          ...Array.from(units.values(), (unit) => sumOf(unit.map((each) => each.estimatedDurationMs))),
        );
        expect(wallDurationMs).toBeLessThanOrEqual(totalDurationMs / count + longestMs * (1 - 1 / count) + 1e-6);
        expect(sumOf(parallelGroups.map(({ estimatedDurationMs }) => estimatedDurationMs))).toBeCloseTo(
          totalDurationMs,
          6,
        );
      }),
    );
  });

  test('a budget is kept unless the first choice alone exceeds it, and nothing is lost', () => {
    fc.assert(
      fc.property(specs, workers, fc.integer({ min: 1, max: 200_000 }), (list, count, budgetMs) => {
        const whole = planStrategy(planInputOf(list, { workers: count }));
        const { testCases, leftOut, wallDurationMs } = planStrategy(planInputOf(list, { workers: count, budgetMs }));
        expect([...testCases.map(({ testId }) => testId), ...leftOut].sort()).toEqual(
          whole.testCases.map(({ testId }) => testId).sort(),
        );
        const kept = new Set(testCases.map(({ testId }) => testId));
        for (const { dependencies } of testCases) expect(dependencies.every((id) => kept.has(id))).toBe(true);
        const leaves = testCases.filter(
          ({ testId }) => !testCases.some(({ dependencies }) => dependencies.includes(testId)),
        );
        if (leaves.length > 1) expect(wallDurationMs).toBeLessThanOrEqual(budgetMs);
        expect(testCases.length).toBeGreaterThan(0);
      }),
    );
  });

  test('the same input, in whatever order, gives the same plan', () => {
    fc.assert(
      fc.property(specs, (list) => {
        const input = planInputOf(list);
        const shuffled = { ...input, histories: (input.histories ?? []).toReversed() };
        expect(planStrategy(shuffled)).toEqual(planStrategy(input));
      }),
    );
  });

  test('risk and scores lie in [0, 1] and weights add up to 1', () => {
    fc.assert(
      fc.property(specs, (list) => {
        for (const { risk, riskFactors } of planStrategy({ ...planInputOf(list), changedFiles: ['src/file-1.ts'] })
          .testCases) {
          expect([risk, ...riskFactors.map(({ score }) => score)].every((value) => value >= 0 && value <= 1)).toBe(
            true,
          );
          expect(sumOf(riskFactors.map(({ weight }) => weight))).toBeCloseTo(1, 9);
        }
      }),
    );
  });
});

describe('which tests are planned', () => {
  const file = testFileOf('tests/cart.spec.ts', [
    staticTestOf(['cart', 'adds'], { line: 3 }),
    staticTestOf(['cart', 'costs ${price}'], { line: 5 }),
    staticTestOf(['cart', 'later'], { line: 9, modifiers: ['fixme'] }),
  ]);
  const remembered = (titlePath: string[], id: string, part = {}) =>
    historyOf('....', { test: { id, titlePath, ...part } });

  test('recorded and written tests are joined, rows of a parametrised title recognised, switched-off ones left aside', () => {
    const strategy = planStrategy({
      manifest: manifestOf({ testFiles: [file] }),
      histories: [
        remembered(['cart', 'adds'], 'a'),
        remembered(['cart', 'costs 3'], 'b'),
        remembered(['cart', 'costs 4'], 'c'),
        remembered(['gone'], 'd', { file: 'tests/gone.spec.ts' }),
      ],
      options: planOptions,
      nowMs,
    });
    expect(titlesOf(strategy)).toEqual(['cart › adds', 'cart › costs 3', 'cart › costs 4']);
    expect(strategy.lacked).toContain('1 test is switched off and not planned.');
    expect(strategy.lacked).toContain('1 test is remembered from files that are no longer there, and left aside.');
  });

  test('nothing recorded: the written ones, and what was lacking', () => {
    const strategy = planStrategy({ manifest: manifestOf({ testFiles: [file] }), options: planOptions, nowMs });
    expect(titlesOf(strategy)).toEqual(['cart › adds', 'cart › costs ${price}']);
    expect(
      strategy.testCases.every(
        ({ estimateFrom, estimatedDurationMs }) => estimateFrom === 'default' && estimatedDurationMs === 5000,
      ),
    ).toBe(true);
    expect(strategy.lacked).toHaveLength(6);
  });

  test('no manifest: the recorded ones; one that a later whole run did without is gone', () => {
    const strategy = planStrategy({
      histories: [remembered(['stays'], 'a'), historyOf('..', { test: { id: 'b', titlePath: ['removed'] } })],
      options: planOptions,
      nowMs,
    });
    expect(titlesOf(strategy)).toEqual(['stays']);
  });

  test('a recorded test of each project', () => {
    const strategy = planStrategy({
      manifest: manifestOf({ testFiles: [file] }),
      histories: [remembered(['cart', 'adds'], 'a'), remembered(['cart', 'adds'], 'b', { project: 'firefox' })],
      options: planOptions,
      nowMs,
    });
    expect(strategy.testCases.filter(({ titlePath }) => titlePath[1] === 'adds').map(({ project }) => project)).toEqual(
      ['chromium', 'firefox'],
    );
  });

  test('nothing at all', () => {
    expect(planStrategy({ options: { ...planOptions, budgetMs: 1000 }, nowMs })).toMatchObject({
      testCases: [],
      executionOrder: [],
      parallelGroups: [],
      wallDurationMs: 0,
    });
  });

  test('only the wanted services', () => {
    const strategy = planStrategy({
      manifest: manifestOf({
        services: [{ name: 'orders', kind: 'routes', root: 'src/orders', files: ['src/orders/routes.ts'] }],
        testFiles: [
          testFileOf('tests/a.spec.ts', [staticTestOf(['places an order'])], ['src/orders/routes.ts']),
          testFileOf('tests/b.spec.ts', [staticTestOf(['logs in'])]),
        ],
      }),
      options: { ...planOptions, services: ['orders'] },
      nowMs,
    });
    expect(titlesOf(strategy)).toEqual(['places an order']);
    expect(strategy.targetServices).toEqual(['orders']);
  });
});

describe('what a test aims at and why it is risky', () => {
  const manifest = manifestOf({
    services: [
      { name: 'payments', kind: 'routes', root: 'src/payments', files: ['src/payments/routes.ts'] },
      { name: 'pages', kind: 'routes', root: 'src/pages', files: ['src/pages/help.ts'] },
    ],
    endpoints: [
      endpointOf('POST /api/v1/payments', {
        auth: { required: true, roles: ['user'] },
        complexity: 9,
        requestType: 'PaymentDto',
      }),
      endpointOf('GET /api/v1/payments/:id'),
    ],
    testFiles: [
      testFileOf(
        'tests/pay.spec.ts',
        [staticTestOf(['POST /api/v1/payments takes a card'])],
        ['src/payments/routes.ts'],
      ),
      testFileOf('tests/help.spec.ts', [staticTestOf(['shows help'])], ['src/pages/help.ts']),
    ],
    complexity: { 'src/payments/routes.ts': 40, 'src/pages/help.ts': 2 },
  });
  const changeFrequency = new Map([['src/payments/routes.ts', { commits: 20, lastChangedAt: nowMs, authors: 3 }]]);
  const strategy = planStrategy({
    manifest,
    changeFrequency,
    changedFiles: ['src/payments/routes.ts'],
    options: planOptions,
    nowMs,
  });
  const pay = named(strategy, 'POST /api/v1/payments takes a card');
  const help = named(strategy, 'shows help');

  test('the endpoint written in the title', () =>
    expect(pay).toMatchObject({ service: 'payments', endpoint: '/api/v1/payments', method: 'POST' }));
  test('the service by reach, and no endpoint where none is known', () => {
    expect(help).toMatchObject({ service: 'pages' });
    expect(help).not.toHaveProperty('endpoint');
  });
  test('critical, changed, complicated: Critical before Low', () => {
    expect([pay?.priority, help?.priority]).toEqual(['Critical', 'Low']);
    expect(strategy.executionOrder).toEqual([pay?.testId, help?.testId]);
  });
  test('each factor says its facts', () => {
    const evidence = Object.fromEntries((pay?.riskFactors ?? []).map((factor) => [factor.name, factor.evidence]));
    expect(evidence).toEqual({
      'change-relevance':
        'Imports 1 of 1 changed files: src/payments/routes.ts. It is called like what changed: payments.',
      'business-impact': 'Critical words: pay, payment; POST /api/v1/payments writes.',
      'change-frequency': 'src/payments/routes.ts changed in 20 commits by 3 authors.',
      complexity:
        'Reaches 1 source files with a complexity of 40; POST /api/v1/payments has complexity 9, 0 parameters, authentication (user), types PaymentDto.',
    });
  });
  test('coverage of the services', () =>
    expect(strategy.coverageTargets).toEqual([
      { service: 'payments', endpointCount: 2, reachedCount: 2, targetRatio: 0.8, priority: 'Critical' },
    ]));
  test.each([
    ['one for all', 0.5, 0.5],
    ['that of its priority', { Critical: 1, Low: 0.1 }, 1],
    ['0.8 where its priority has none', { Low: 0.1 }, 0.8],
  ])('the wanted share of its endpoints: %s', (_name, coverageTargetRatio, targetRatio) => {
    const options = { ...planOptions, coverageTargetRatio };
    const input = { manifest, changeFrequency, changedFiles: ['src/payments/routes.ts'], options, nowMs };
    expect(planStrategy(input).coverageTargets).toMatchObject([{ service: 'payments', targetRatio }]);
  });
});

describe('what git says of the files that a test reaches', () => {
  const quiet = { commits: 2, fadedCommits: 2, lastChangedAt: nowMs, authors: 1, mainAuthorShare: 1, minorAuthors: 0 };
  const factorsOf = (changes: FileChanges) => {
    const manifest = manifestOf({
      testFiles: [
        testFileOf('tests/a.spec.ts', [staticTestOf(['a'])], ['src/a.ts']),
        testFileOf('tests/b.spec.ts', [staticTestOf(['b'])], ['src/b.ts']),
      ],
    });
    const changeFrequency = new Map([
      ['src/a.ts', changes],
      ['src/b.ts', { ...quiet, fixes: 4, fadedFixes: 4, commits: 20, fadedCommits: 20 }],
    ]);
    const strategy = planStrategy({ manifest, changeFrequency, options: planOptions, nowMs });
    return Object.fromEntries((named(strategy, 'a')?.riskFactors ?? []).map((factor) => [factor.name, factor]));
  };

  test.each<[string, FileChanges, string]>([
    ['one author', quiet, 'src/a.ts: 2 commits, all by one author.'],
    [
      'several of much',
      { ...quiet, commits: 4, authors: 2, mainAuthorShare: 0.75 },
      'src/a.ts: its main author made 75 % of 4 commits.',
    ],
    [
      'one of little',
      { ...quiet, commits: 40, authors: 2, mainAuthorShare: 0.975, minorAuthors: 1 },
      'src/a.ts: its main author made 98 % of 40 commits, and 1 author made less than 5 %.',
    ],
    [
      'many of little',
      { ...quiet, commits: 60, authors: 4, mainAuthorShare: 0.95, minorAuthors: 3 },
      'src/a.ts: its main author made 95 % of 60 commits, and 3 authors made less than 5 % each.',
    ],
  ])('whose it is: %s', (_name, changes, evidence) => {
    expect(factorsOf(changes)['ownership']?.evidence).toBe(evidence);
  });

  test.each<[string, FileChanges, FileChanges]>([
    ['ownership', quiet, { ...quiet, authors: 2, mainAuthorShare: 0.5 }],
    ['ownership', { ...quiet, authors: 2, mainAuthorShare: 0.5 }, { ...quiet, mainAuthorShare: 0.5, minorAuthors: 3 }],
    ['change-frequency', quiet, { ...quiet, fixes: 1, fadedFixes: 1 }],
    ['change-frequency', { ...quiet, fixes: 1, fadedFixes: 0.1 }, { ...quiet, fixes: 1, fadedFixes: 1 }],
    ['change-frequency', { ...quiet, fadedCommits: 0.1 }, quiet],
  ])('%s: more of it is more risk', (rule, less, more) => {
    expect(factorsOf(more)[rule]?.score).toBeGreaterThan(factorsOf(less)[rule]?.score ?? 1);
  });

  test('fixes are told', () =>
    expect(factorsOf({ ...quiet, fixes: 1, fadedFixes: 1 })['change-frequency']?.evidence).toBe(
      'src/a.ts changed in 2 commits by 1 author, of which 1 fixed a bug.',
    ));
  test('where nobody says whose it is, the rule is silent', () =>
    expect(factorsOf({ commits: 2 })['ownership']).toBeUndefined());
  test('the weights of all rules add up to 1', () =>
    expect(sumOf(riskRules.map(({ weight }) => weight))).toBeCloseTo(1, 10));
});

describe('failure history', () => {
  test('failing now before failed once before flaky before good', () => {
    const lines = { good: '..........', once: '.....F....', flaky: '.f..f..f.f', failing: '.......FFF' };
    const histories = Object.entries(lines).map(([title, line]) =>
      historyOf(line, { test: { id: title, titlePath: [title] } }),
    );
    const risks = Object.fromEntries(
      planStrategy({ histories, options: planOptions, nowMs }).testCases.map(({ testId, risk }) => [testId, risk]),
    );
    expect(risks['failing']).toBeGreaterThan(risks['flaky'] ?? 1);
    expect(risks['flaky']).toBeGreaterThan(risks['good'] ?? 1);
    expect(risks['once']).toBeGreaterThan(risks['good'] ?? 1);
  });
});

test('two thousand tests are planned in good time', () => {
  const specs = Array.from({ length: 2000 }, (_, index) => ({
    file: index % 150,
    line: '..........F...f.....',
    durationMs: 500 + (index % 97) * 50,
    serial: index % 10 === 0,
  }));
  const start = performance.now();
  const { wallDurationMs } = planStrategy(planInputOf(specs, { workers: 4, budgetMs: 300_000 }));
  expect(wallDurationMs).toBeLessThanOrEqual(300_000);
  expect(performance.now() - start).toBeLessThan(5000);
});

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe('the order within a priority', () => {
  const named = (title: string) => ({ id: title, file: 'tests/a.spec.ts', titlePath: [title] });
  const input = (lines: Readonly<Record<string, string>>, part: Partial<PlanInput> = {}): PlanInput => ({
    options: planOptions,
    nowMs,
    histories: Object.entries(lines).map(([title, line]) => historyOf(line, { test: named(title) })),
    ...part,
  });

  test('follows what the past says, in which two tests that fail together are near', () => {
    const lines = { a: '.....F', b: '......', c: '.F.F..', d: '......' };
    const { executionOrder } = planStrategy(input({ ...lines, e: '.F.FF.', f: '......' }));
    expect(executionOrder.slice(0, 3).toSorted()).toEqual(['a', 'c', 'e']);
  });

  test('puts a test first whose own file changed, though it never failed', () => {
    const histories = [
      historyOf('......', { test: { id: 'new', file: 'tests/new.spec.ts', titlePath: ['new'] } }),
      historyOf('......', { test: named('steady') }),
      historyOf('F.....', { test: named('failed once') }),
    ];
    const plan = planStrategy(input({}, { histories, changedFiles: ['tests/new.spec.ts'] }));
    expect(plan.executionOrder.at(0)).toBe('new');
  });
});

describe('workers that are chosen by the tests', () => {
  const specs = Array.from({ length: 4 }, (_, file) => ({ file, line: 'P', durationMs: 1000, serial: false }));

  test('the number decides the groups, and the plan remembers who said it', () => {
    const seen: number[] = [];
    const choice = { count: 2, from: 'machine', reason: '4 cores' } as const;
    const { workers, parallelGroups } = planStrategy(
      planInputOf(specs, {
        workers: (tests) => {
          seen.push(tests.length);
          return choice;
        },
      }),
    );
    expect({ workers, groups: parallelGroups.length, seen }).toEqual({ workers: choice, groups: 2, seen: [4] });
  });

  test('a number that was given needs no reason', () =>
    expect(planStrategy(planInputOf(specs, { workers: 2 })).workers).toBeUndefined());
});
