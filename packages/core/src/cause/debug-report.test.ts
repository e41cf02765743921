import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { entryOf, historyOf } from '../flake/fixtures/history-of.ts';
import type { Attempt, AttemptStatus } from '../model/attempt.ts';
import type { Failure } from '../model/failure.ts';
import type { Run } from '../model/run.ts';
import { clusterFailures } from './clusters.ts';
import { debugReportOf } from './debug-report.ts';
import { signatureOf } from './signature.ts';

const failure = (message: string, file = 'tests/a.spec.ts'): Failure => ({
  message,
  frames: [{ file, line: 5, column: 1, origin: 'user' }],
});

const attempt = (testId: string, retry: number, status: AttemptStatus, failures: readonly Failure[]): Attempt => ({
  testId,
  retry,
  repeat: 0,
  status,
  startedAtMs: 0,
  durationMs: 10,
  workerIndex: 0,
  parallelIndex: 0,
  failures,
});

/** One test per row: the failures of its attempts; a trailing `undefined` is a pass. */
function runOf(rows: readonly (readonly (Failure | undefined)[])[], errors: readonly Failure[] = []): Run {
  return {
    runId: 'now',
    runner: 'playwright',
    runnerVersion: '1.65.1',
    startedAt: '2026-02-01T00:00:00.000Z',
    facts: { machine: { os: 'linux', arch: 'x64', node: '24', cpuCount: 2, memoryMb: 1000 } },
    projects: [],
    status: 'failed',
    durationMs: 1,
    tests: rows.map((_, index) =>
      entryOf({ id: `t${index}`, file: `tests/${index}.spec.ts`, titlePath: [`test ${index}`] }),
    ),
    attempts: rows.flatMap((row, index) =>
      row.map((told, retry) => attempt(`t${index}`, retry, told ? 'failed' : 'passed', told ? [told] : [])),
    ),
    notRun: [],
    errors,
    notes: [],
  };
}

const refused = (index: number): Failure =>
  failure(`apiRequestContext.get: connect ECONNREFUSED 127.0.0.1:4000 (try ${index})`, `tests/${index}.spec.ts`);
const wrongTotal = failure('expect(received).toBe(expected)\n\nExpected: 3\nReceived: 2', 'tests/total.spec.ts');

describe('debugReportOf', () => {
  test('an outage is one cause with all its tests', () => {
    const report = debugReportOf({
      runs: [runOf([...Array.from({ length: 6 }, (_, index) => [refused(index)]), [wrongTotal], [undefined]])],
      histories: [],
    });
    expect(report).toMatchObject({ failedTests: 7, flakyTests: 0 });
    expect(report.causes.map(({ cause, tests }) => [cause, tests.length])).toEqual([
      ['network', 6],
      ['assertion', 1],
    ]);
    expect(report.causes[0]?.origin.environment).toBeGreaterThan(0.6);
  });

  test('a pass on retry speaks for a flake', () => {
    const [cause] = debugReportOf({ runs: [runOf([[wrongTotal, undefined]])], histories: [] }).causes;
    expect(cause?.tests).toMatchObject([{ testId: 't0', outcome: 'flaky' }]);
    expect(cause?.origin.flake).toBeGreaterThan(0.8);
  });

  test('a healthy past and an assertion speak for a regression', () => {
    const history = historyOf('....................', { test: { id: 't0' } });
    const [cause] = debugReportOf({ runs: [runOf([[wrongTotal]])], histories: [history] }).causes;
    expect(cause?.origin.regression).toBeGreaterThan(0.55);
    expect(cause?.origin.regression).toBeGreaterThan(2 * (cause?.origin.flake ?? 1));
  });

  test.each([
    { name: 'never seen to pass', line: 'FFF', origin: 'unknown', standing: 'never-good' },
    { name: 'failing since a good run', line: '.......FFF', origin: 'regression', standing: 'good-before' },
  ] as const)('$name: $origin', ({ line, origin, standing }) => {
    const history = historyOf(line, { test: { id: 't0' } });
    const [cause] = debugReportOf({ runs: [runOf([[wrongTotal]])], histories: [history] }).causes;
    expect(cause?.origin.standing).toBe(standing);
    expect(cause?.origin[origin]).toBeGreaterThan(0.7);
  });

  test('one earlier failure and no good run: no regression, for nothing was lost', () => {
    const history = historyOf('F', { test: { id: 't0' } });
    const [cause] = debugReportOf({ runs: [runOf([[wrongTotal]])], histories: [history] }).causes;
    expect(cause?.origin.unknown).toBeGreaterThan(cause?.origin.regression ?? 1);
  });

  test('first seen comes from the history', () => {
    const history = historyOf('..F', { test: { id: 't0' }, signature: signatureOf(wrongTotal) });
    const [cause] = debugReportOf({ runs: [runOf([[wrongTotal]])], histories: [history] }).causes;
    expect(cause?.firstSeen).toMatchObject({ runId: 'run-0002', commit: 'c2' });
  });

  test('errors outside tests and attempts without an error are told', () => {
    const run = runOf([[undefined]], [failure("Cannot find module './nowhere'")]);
    const silent: Run = { ...run, attempts: [attempt('t0', 0, 'timedOut', [])] };
    const report = debugReportOf({ runs: [silent], histories: [] });
    expect(report.causes.map(({ cause, outsideTests }) => [cause, outsideTests])).toEqual([
      ['timeout', false],
      ['syntax', true],
    ]);
  });

  test('nothing failed', () =>
    expect(debugReportOf({ runs: [runOf([[undefined]])], histories: [] }).causes).toEqual([]));
});

describe('a run of many causes', () => {
  const words = ['money', 'tax', 'cart', 'order', 'user', 'price', 'login', 'stock'];
  const readsOf = (causeCount: number): number => {
    let reads = 0;
    const rows = Array.from({ length: causeCount }, (_, index) => [
      failure(
        `Error: ${words.map((word, at) => (index & (1 << at) ? word : `no${word}`)).join(' ')}`,
        `src/${index}.ts`,
      ),
    ]);
    const passed = Array.from({ length: 50 }, () => [undefined]);
    const ids = [...rows, ...passed].map((_, index) => `t${index}`);
    const { causes } = debugReportOf({
      runs: [runOf([...rows, ...passed])],
      histories: ids.map((id) => {
        const { test: known, observations } = historyOf('....', { test: { id } });
        return {
          test: known,
          get observations() {
            reads += 1;
            return observations;
          },
        };
      }),
      surroundings: {
        reach: new Map(
          ids.map((id) => [
            id,
            {
              precision: 'executed' as const,
              get files() {
                reads += 1;
                return ['src/shared.ts'];
              },
            },
          ]),
        ),
      },
    });
    expect(causes.length).toBe(causeCount);
    return reads;
  };

  test('what is remembered and what was run is not gone through again for each of them', () =>
    expect(readsOf(200)).toBeLessThan(5 * readsOf(50)));
});

describe('one change, many assertions', () => {
  const total = failure('expect(received).toBe(expected)\n\nExpected: 3\nReceived: 2', 'tests/0.spec.ts');
  const tax = failure('expect(received).toEqual(expected)\n\nExpected: {"a": 1}\nReceived: null', 'tests/1.spec.ts');
  const histories = [0, 1].map((index) => historyOf('....................', { test: { id: `t${index}` } }));
  const causesOf = (changed: readonly string[], reached: readonly (readonly string[])[]) =>
    debugReportOf({
      runs: [runOf([[total], [tax], [undefined]])],
      histories,
      surroundings: {
        lastGood: new Map(['t0', 't1'].map((id) => [id, 'abc'])),
        changes: new Map([
          ['abc', { from: 'abc', files: changed.map((file) => ({ file, lines: [[1, 1]] })), commits: [] }],
        ]),
        reach: new Map(reached.map((files, index) => [`t${index}`, { files, precision: 'executed' as const }])),
      },
    }).causes;

  test.each([
    {
      name: 'one changed file that both run',
      changed: ['src/tax.ts'],
      reached: [['src/tax.ts'], ['src/tax.ts']],
      causes: 1,
    },
    { name: 'nothing changed', changed: [], reached: [['src/tax.ts'], ['src/tax.ts']], causes: 2 },
    {
      name: 'a changed file of their own each',
      changed: ['src/a.ts', 'src/b.ts'],
      reached: [['src/a.ts'], ['src/b.ts']],
      causes: 2,
    },
    {
      name: 'two changed files that both run: nothing tells which',
      changed: ['src/a.ts', 'src/b.ts'],
      reached: [
        ['src/a.ts', 'src/b.ts'],
        ['src/a.ts', 'src/b.ts'],
      ],
      causes: 2,
    },
    {
      name: 'their own test files changed',
      changed: ['tests/0.spec.ts', 'tests/1.spec.ts'],
      reached: [['tests/0.spec.ts'], ['tests/1.spec.ts']],
      causes: 2,
    },
  ])('$name: $causes', ({ changed, reached, causes }) => {
    const told = causesOf(changed, [...reached, []]);
    expect(told).toHaveLength(causes);
    expect(told.flatMap(({ tests }) => tests.map(({ testId }) => testId)).toSorted()).toEqual(['t0', 't1']);
  });
});

describe('clusterFailures', () => {
  test('keeps every failure exactly once, whatever the order', () => {
    const pool = [refused(1), refused(2), wrongTotal, failure('Error: oh my'), failure('Error: oh dear')];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pool), { maxLength: 12 }), (failures) => {
        const shape = (list: readonly Failure[]) =>
          clusterFailures(list.map((told) => ({ failure: told })))
            .map(({ signatures, items }) => `${signatures.join()} ${items.length}`)
            .sort();
        expect(shape(failures)).toEqual(shape(failures.toReversed()));
        expect(clusterFailures(failures.map((told) => ({ failure: told }))).flatMap(({ items }) => items)).toHaveLength(
          failures.length,
        );
      }),
    );
  });

  test('an outage is one cause, whatever each test asked for', () => {
    const told = [
      'Error: POST /api/v1/users answered 503: {"error":{"code":"unavailable"}}',
      'Error: GET /api/v1/products?q=bread answered 503: {"error":{"code":"unavailable"}}',
      'Error: expect(received).toBe(expected) // Object.is equality\n\nExpected: 201\nReceived: 503',
    ];
    const clusters = clusterFailures(told.map((message) => ({ failure: failure(message) })));
    expect(clusters.map(({ items }) => items.length)).toEqual([3]);
  });

  test('the parts of an origin add up to 1', () => {
    const { causes } = debugReportOf({ runs: [runOf([[refused(1)], [wrongTotal, undefined]])], histories: [] });
    for (const { origin } of causes)
      expect(origin.flake + origin.regression + origin.environment + origin.unknown).toBeCloseTo(1, 9);
  });
});
