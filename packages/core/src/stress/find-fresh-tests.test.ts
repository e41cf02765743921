import { expect, test } from 'vitest';

import type { Attempt } from '../model/attempt.ts';
import type { Run } from '../model/run.ts';
import type { PlannedTest } from '../model/strategy.ts';
import type { TestEntry } from '../model/test.ts';
import { findFreshTests } from './find-fresh-tests.ts';

const place = { runner: 'vitest', project: '', file: 'a.test.ts' };

function plannedTest(testId: string, title = testId): PlannedTest {
  return { ...place, testId, titlePath: [title], dependencies: [] } as unknown as PlannedTest;
}

function entry(id: string, part: Partial<TestEntry> = {}): TestEntry {
  return {
    ...place,
    id,
    titlePath: [id],
    line: 3,
    column: 1,
    expectedStatus: 'passed',
    retries: 0,
    bodyHash: 'h',
    ...part,
  };
}

function run(tests: readonly TestEntry[], attempts: readonly (readonly [string, Attempt['status'], number?])[]): Run {
  return {
    tests,
    attempts: attempts.map(([testId, status, durationMs = 7], retry) => ({
      testId,
      status,
      durationMs,
      retry,
      repeat: 0,
    })),
  } as unknown as Run;
}

const remembered = (...tests: readonly TestEntry[]): ReadonlyMap<string, TestEntry> =>
  new Map(tests.map((known) => [known.id, known]));

test.each<[string, Run, ReadonlyMap<string, TestEntry>, string | undefined]>([
  ['never seen, passed', run([entry('t')], [['t', 'passed']]), remembered(), 'new'],
  ['seen as it is', run([entry('t')], [['t', 'passed']]), remembered(entry('t')), undefined],
  [
    'another body than before',
    run([entry('t')], [['t', 'passed']]),
    remembered(entry('t', { bodyHash: 'g' })),
    'changed',
  ],
  ['no body to compare', run([entry('t')], [['t', 'passed']]), new Map([['t', {}]]) as never, undefined],
  ['failed', run([entry('t')], [['t', 'failed']]), remembered(), undefined],
  [
    'passed on retry: known to be flaky',
    run(
      [entry('t')],
      [
        ['t', 'failed'],
        ['t', 'passed'],
      ],
    ),
    remembered(),
    undefined,
  ],
  ['skipped', run([entry('t')], [['t', 'skipped']]), remembered(), undefined],
  ['cut off', run([entry('t')], [['t', 'interrupted']]), remembered(), undefined],
  ['meant to fail', run([entry('t', { expectedStatus: 'failed' })], [['t', 'failed']]), remembered(), undefined],
  ['not run', run([entry('t')], []), remembered(), undefined],
])('%s', (_name, recorded, known, why) => {
  const found = findFreshTests({ planned: [plannedTest('t')], runs: [recorded], remembered: known });
  expect(found.map((fresh) => fresh.why)).toEqual(why === undefined ? [] : [why]);
});

test('of a title that stands for rows, the new row alone', () => {
  const rows = [
    entry('id1', { titlePath: ['row 1'] }),
    entry('id2', { titlePath: ['row 2'], project: 'web', line: 9 }),
  ];
  const recorded = run(rows, [
    ['id1', 'passed'],
    ['id2', 'passed', 40],
  ]);
  const planned = [plannedTest('open', 'row %i')];
  const found = findFreshTests({ planned, runs: [recorded], remembered: remembered(rows[0] as TestEntry) });
  expect(found).toMatchObject([
    { test: { testId: 'id2', titlePath: ['row 2'], project: 'web', line: 9 }, why: 'new', durationMs: 40 },
  ]);
});

test('a row that is planned under its own title as well is found once', () => {
  const rows = [entry('id1', { titlePath: ['row 1'] })];
  const planned = [plannedTest('id1', 'row 1'), plannedTest('open', 'row %i')];
  expect(findFreshTests({ planned, runs: [run(rows, [['id1', 'passed']])], remembered: new Map() })).toHaveLength(1);
});
