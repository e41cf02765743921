import { expect, test } from 'vitest';

import { estimatesOf } from './estimate.ts';
import type { KnownTest } from './plan-subject.ts';

type Row = readonly [environment: string, durationMs: number, outcome?: 'skipped'];

function knownTestOf(...rows: readonly Row[]): KnownTest {
  return {
    testId: 't',
    runner: 'vitest',
    project: '',
    file: 'a.test.ts',
    titlePath: ['adds'],
    tags: [],
    history: {
      test: {},
      observations: rows.map(([environment, durationMs, outcome = 'expected']) => ({
        run: { environment },
        durationMs,
        outcome,
      })),
    },
  } as unknown as KnownTest;
}

const local: readonly Row[] = Array.from({ length: 6 }, () => ['darwin local', 900]);
const ci = (count: number): readonly Row[] => Array.from({ length: count }, () => ['linux ci', 100]);

test.each([
  ['three durations from there are enough', 'linux ci', [...local, ...ci(3)], 100],
  ['two are not', 'linux ci', [...local, ...ci(2)], 900],
  ['without a place all count', undefined, [...ci(3), ...local], 900],
  ['a test that was skipped took no time', 'linux ci', [...ci(3), ['linux ci', 0, 'skipped']], 100],
] as readonly (readonly [string, string | undefined, readonly Row[], number])[])('%s', (_, environment, rows, ms) => {
  expect(estimatesOf([knownTestOf(...rows)], environment).get('t')).toEqual({
    estimatedDurationMs: ms,
    estimateFrom: 'history',
  });
});
