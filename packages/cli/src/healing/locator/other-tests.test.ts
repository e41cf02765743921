import type { PlannedTest } from '@millwright/core';
import { expect, test } from 'vitest';

import { otherTestsCheckOf } from './other-tests-check.ts';
import { testsBehind } from './other-tests.ts';

const planned = (testId: string, more: Partial<PlannedTest> = {}): PlannedTest =>
  ({ testId, project: '', file: 'a.spec.ts', titlePath: [testId], dependencies: [], ...more }) as PlannedTest;

/** A setup, a serial group of four in two projects, and a test beside it. */
const suite = [
  planned('setup', { project: 'setup', file: 'auth.setup.ts' }),
  ...['', 'narrow '].flatMap((project) =>
    ['one', 'two', 'three', 'four'].map((name, at, all) =>
      planned(project + name, {
        project: project.trim(),
        dependencies: ['setup', ...(at === 0 ? [] : [project + all[at - 1]])],
      }),
    ),
  ),
  planned('alone', { dependencies: ['setup'] }),
];

test.each([
  ['the first of a group', 'one', ['two', 'three', 'four']],
  ['one in the middle', 'two', ['three', 'four']],
  ['the last', 'four', []],
  ['one of another project', 'narrow two', ['narrow three', 'narrow four']],
  ['one in no group', 'alone', []],
  ['a setup, behind which everything runs', 'setup', []],
  ['one that is planned no more', 'gone', []],
])('behind %s', (_name, id, ids) => {
  expect(testsBehind({ id }, suite).map(({ testId }) => testId)).toEqual(ids);
});

const nothing = { bad: [], notRun: [], behind: [], good: 0, stuck: 0, further: 0 };
const [one, two] = [planned('one'), planned('two', { project: 'narrow' })] as const;

test.each([
  ['they pass', { good: 2 }, { held: true }, 'With it 2 other tests that use it or follow it pass.'],
  [
    'one behind it passes, another has lost a locator of its own',
    { good: 1, further: 1 },
    { held: true },
    'With it 1 other test that uses it or follows it passes; 1 broken test comes further and breaks at another step.',
  ],
  [
    'one fails',
    { bad: [one], behind: [two] },
    { held: false },
    '1 other test that uses it does not pass with it: "one".',
  ],
  [
    'one behind it fails',
    { good: 3, behind: [two] },
    { held: false, unasked: true },
    '1 test behind it in its serial group does not pass with it, and it cannot run without it: "two" in narrow.',
  ],
])('%s', (_name, ends, verdict, detail) => {
  expect(otherTestsCheckOf({ ...nothing, ...ends })).toEqual({ name: 'other-tests', ...verdict, detail });
});
