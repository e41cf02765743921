import { describe, expect, test } from 'vitest';

import { reportPathsOf, rootInTrace } from './report-paths.ts';

const knownFiles = new Set(['tests/a.spec.ts', 'tests/sub/b.spec.ts', 'tests/sub/a.spec.ts', 'src/a.spec.ts']);
const context = { root: '/home/me/app', knownFiles };

describe('reportPathsOf', () => {
  test.each([
    ['relative to the root', ['tests/a.spec.ts'], ['tests/a.spec.ts']],
    [
      'relative to a folder of tests that most fit',
      ['a.spec.ts', 'sub/b.spec.ts'],
      ['tests/a.spec.ts', 'tests/sub/b.spec.ts'],
    ],
    ['below this root', ['/home/me/app/src/a.spec.ts'], ['src/a.spec.ts']],
    [
      'below the root of another machine',
      ['/ci/1/app/tests/a.spec.ts', '/ci/1/app/src/a.spec.ts'],
      ['tests/a.spec.ts', 'src/a.spec.ts'],
    ],
    ['of Windows', ['D:\\w\\app\\tests\\sub\\b.spec.ts'], ['tests/sub/b.spec.ts']],
    [
      'with backslashes and a dot',
      ['tests\\sub\\b.spec.ts', './src/a.spec.ts'],
      ['tests/sub/b.spec.ts', 'src/a.spec.ts'],
    ],
    ['unknown', ['elsewhere/x.spec.ts'], ['elsewhere/x.spec.ts']],
  ])('%s', (_name, paths, expected) => {
    const found = reportPathsOf(paths, context);
    expect(paths.map((path) => found.fileOf(path))).toEqual(expected);
  });
});

test.each([
  ['    at f (/ci/app/tests/a.spec.ts:1:2)', '/ci/app'],
  ['    at file:///ci/app/tests/a.spec.ts:1:2', '/ci/app'],
  ['    at D:\\w\\app\\tests\\a.spec.ts:1:2', 'D:/w/app'],
  ['    at tests/a.spec.ts:1:2', undefined],
  ['', undefined],
])('rootInTrace of %j', (trace, expected) => {
  expect(rootInTrace(trace, 'tests/a.spec.ts')).toBe(expected);
});
