import { describe, expect, test } from 'vitest';

import { entryOf } from '../flake/fixtures/history-of.ts';
import type { AttemptStatus } from '../model/attempt.ts';
import type { ExecutedTest } from '../model/execution.ts';
import type { Run } from '../model/run.ts';
import type { PlannedTest } from '../model/strategy.ts';
import { type ExecutedTestsOptions, executedTestsOf } from './executed-tests.ts';

const file = 'tests/rows.test.ts';
const statuses: Readonly<Record<string, AttemptStatus>> = {
  '.': 'passed',
  F: 'failed',
  s: 'skipped',
  i: 'interrupted',
  a: 'skipped',
};
const aborted = { annotations: [{ type: 'skip', description: 'The test run was aborted by the user.' }] };

interface WrittenRun extends Partial<Run> {
  /** A letter for each row: `.` passed, `F` failed, `s` skipped itself, `i` interrupted, `a` aborted, `n` never started; a blank: not listed. */
  readonly rows: string;
  readonly project?: string;
  readonly title?: (index: number) => string;
}

function runOf({ rows, project = '', title = (index) => `row ${index}`, ...over }: WrittenRun): Run {
  const listed = Array.from(rows, (letter, index) => ({ letter, index })).filter(({ letter }) => letter !== ' ');
  const idOf = (index: number): string => `${project}${title(index)}`;
  return {
    runId: 'run-1',
    runner: 'vitest',
    runnerVersion: '5.1.0',
    startedAt: '2026-03-01T00:00:00.000Z',
    facts: { machine: { os: 'linux', arch: 'x64', node: '24.0.0', cpuCount: 2, memoryMb: 1 } },
    projects: [{ name: project }],
    status: 'passed',
    durationMs: 1,
    tests: listed.map(({ letter, index }) =>
      entryOf({
        id: idOf(index),
        runner: 'vitest',
        project,
        file,
        titlePath: [title(index)],
        ...(letter === 'a' ? aborted : {}),
      }),
    ),
    attempts: listed.flatMap(({ letter, index }) => {
      const status = statuses[letter];
      return status === undefined
        ? []
        : [
            {
              testId: idOf(index),
              retry: 0,
              repeat: 0,
              status,
              startedAtMs: index,
              durationMs: 10,
              workerIndex: 0,
              parallelIndex: 0,
            },
          ];
    }),
    notRun: listed.filter(({ letter }) => letter === 'n').map(({ index }) => ({ testId: idOf(index) })),
    errors: [],
    notes: [],
    ...over,
  };
}

function plannedOf(title: string, testId = title, project = ''): PlannedTest {
  return {
    testId,
    runner: 'vitest',
    project,
    file,
    titlePath: [title],
    type: 'unit',
    priority: 'Low',
    risk: 0.1,
    riskFactors: [],
    dependencies: [],
    estimatedDurationMs: 50,
    estimateFrom: 'default',
    tags: [],
  };
}

const dynamic = plannedOf('row ${i}', 'template');

function outcomesOf(
  planned: readonly PlannedTest[],
  runs: readonly Run[],
  options?: ExecutedTestsOptions,
): ExecutedTest['outcome'][] {
  return executedTestsOf(planned, runs, options).map(({ outcome }) => outcome);
}

describe('a title that stands for rows', () => {
  test.each<[name: string, runs: readonly WrittenRun[], outcome: ExecutedTest['outcome']]>([
    ['no run', [], 'pending'],
    ['a whole run', [{ rows: '......' }], 'expected'],
    ['a whole run of a suite that failed elsewhere', [{ rows: '......', status: 'failed' }], 'expected'],
    ['rows that skipped themselves', [{ rows: '..ss' }], 'expected'],
    ['nothing but rows that skipped themselves', [{ rows: 'ss' }], 'skipped'],
    ['bail before some rows', [{ rows: '..nnnn', status: 'failed' }], 'pending'],
    ['bail before all rows', [{ rows: 'nnnnnn', status: 'failed' }], 'pending'],
    ['bail in the midst of the last row', [{ rows: '.....a', status: 'failed' }], 'pending'],
    ['Ctrl-C in the midst of a row', [{ rows: '..inn', status: 'interrupted' }], 'pending'],
    ['Ctrl-C, nothing known to be missing', [{ rows: '..', status: 'interrupted' }], 'pending'],
    ['killed, the other rows unknown', [{ rows: '..', status: 'crashed' }], 'pending'],
    ['bail, then all', [{ rows: '..nnnn', status: 'failed' }, { rows: '......' }], 'expected'],
    [
      'bail, then the rest',
      [
        { rows: '..annn', status: 'failed' },
        { rows: '  ....', partial: true },
      ],
      'expected',
    ],
    [
      'bail, then a part of the rest',
      [
        { rows: '..nnnn', status: 'failed' },
        { rows: '  ..', partial: true },
      ],
      'pending',
    ],
    [
      'bail, then a retry of something else',
      [
        { rows: '..nnnn', status: 'failed' },
        { rows: '', partial: true },
      ],
      'pending',
    ],
    [
      'killed, then all',
      [
        { rows: '..', status: 'crashed' },
        { rows: '......', partial: true },
      ],
      'expected',
    ],
    [
      'killed twice',
      [
        { rows: '..', status: 'crashed' },
        { rows: '  ..', status: 'crashed' },
      ],
      'pending',
    ],
    [
      'all, then a retry that bails',
      [{ rows: '......' }, { rows: 'nnnn', status: 'failed', partial: true }],
      'expected',
    ],
    ['a row that failed, the rest never started', [{ rows: '.Fnnn', status: 'failed' }], 'unexpected'],
    ['failed and cut off, then all good', [{ rows: '.Fnn', status: 'failed' }, { rows: '....' }], 'flaky'],
    [
      'flaky so far, the rest never started',
      [
        { rows: 'F nn', status: 'failed' },
        { rows: '.', partial: true },
      ],
      'pending',
    ],
  ])('%s: %s', (_name, runs, outcome) => {
    expect(outcomesOf([dynamic], runs.map(runOf))).toEqual([outcome]);
  });

  test('while the run goes on, what has ended speaks for it', () => {
    expect(outcomesOf([dynamic], [runOf({ rows: '..', status: 'crashed' })], { ongoing: true })).toEqual(['expected']);
    expect(outcomesOf([dynamic], [runOf({ rows: 'n', status: 'crashed' })], { ongoing: true })).toEqual(['pending']);
  });
});

describe('rows that are planned beside their title', () => {
  const planned = [plannedOf('row 0'), plannedOf('row 1'), dynamic];

  test.each<[name: string, run: WrittenRun, outcomes: readonly ExecutedTest['outcome'][]]>([
    ['a row of no plan speaks for the title', { rows: '..F' }, ['expected', 'expected', 'unexpected']],
    ['a planned row speaks for itself alone', { rows: '.F.' }, ['expected', 'unexpected', 'expected']],
    ['there are no other rows', { rows: '.F' }, ['expected', 'unexpected', 'skipped']],
    ['other rows are not known', { rows: '..', status: 'crashed' }, ['expected', 'expected', 'pending']],
    ['bail', { rows: '.nnn', status: 'failed' }, ['expected', 'pending', 'pending']],
  ])('%s', (_name, run, outcomes) => expect(outcomesOf(planned, [runOf(run)])).toEqual(outcomes));

  test('no attempt is counted twice', () => {
    expect(executedTestsOf(planned, [runOf({ rows: '....' })]).map(({ attempts }) => attempts)).toEqual([1, 1, 2]);
  });
});

describe('a test whose project was not known', () => {
  const title = (): string => 'adds';
  const planned = [plannedOf('adds', 'anywhere')];

  test('it waits for every project', () => {
    const chromium = runOf({ rows: '.', project: 'chromium', title });
    expect(outcomesOf(planned, [chromium])).toEqual(['expected']);
    expect(outcomesOf(planned, [chromium, runOf({ rows: 'n', project: 'firefox', title })])).toEqual(['pending']);
  });

  test('killed: settled where there is one project only', () => {
    const killed = { rows: '.', project: 'chromium', title, status: 'crashed' } as const;
    expect(outcomesOf(planned, [runOf(killed)])).toEqual(['expected']);
    const two = runOf({ ...killed, projects: [{ name: 'chromium' }, { name: 'firefox' }] });
    expect(outcomesOf(planned, [two])).toEqual(['pending']);
  });
});

test.each<[name: string, rows: string, outcome: ExecutedTest['outcome']]>([
  ['passed', '.', 'expected'],
  ['skipped itself', 's', 'skipped'],
  ['cut off by Ctrl-C', 'i', 'pending'],
  ['cut off by bail', 'a', 'pending'],
  ['never started', 'n', 'pending'],
])('a plain test that %s', (_name, rows, outcome) => {
  expect(outcomesOf([plannedOf('row 0')], [runOf({ rows, status: 'failed' })])).toEqual([outcome]);
});
