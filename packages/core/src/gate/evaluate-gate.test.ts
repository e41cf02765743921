import { expect, test } from 'vitest';

import type { ExecutedTest, StressedTest } from '../model/execution.ts';
import { evaluateGate } from './evaluate-gate.ts';
import type { GateOptions } from './gate.ts';

const outcomes: Readonly<Record<string, ExecutedTest['outcome']>> = {
  '.': 'expected',
  F: 'unexpected',
  f: 'flaky',
  s: 'skipped',
  p: 'pending',
};
const testsOf = (line: string) =>
  Array.from(line, (letter, index) => ({ testId: `t${index}`, outcome: outcomes[letter] ?? 'expected' }));

const stressedTest = (titlePath: readonly string[], runs: number, failures: number): StressedTest => {
  const place = { testId: 'n', runner: 'vitest', project: '', file: 'n.test.ts' };
  return { ...place, titlePath, why: 'new', wantedRuns: 10, runs, failures };
};

interface Row {
  readonly name: string;
  readonly line: string;
  readonly options?: GateOptions;
  readonly quarantined?: readonly string[];
  readonly durationMs?: number;
  readonly stressed?: readonly StressedTest[];
  readonly verdict: string;
  readonly because?: string;
}

test.each<Row>([
  { name: 'all good', line: '....', verdict: 'pass' },
  { name: 'one unexpected', line: '..F.', verdict: 'fail', because: 'no-unexpected' },
  { name: 'one unexpected tolerated', line: '..F.', options: { maxUnexpected: 1 }, verdict: 'pass' },
  { name: 'unexpected but quarantined', line: '..F.', quarantined: ['t2'], verdict: 'warn', because: 'no-unexpected' },
  { name: 'nothing executed', line: 'ss', verdict: 'fail', because: 'min-tests' },
  { name: 'nothing at all', line: '', verdict: 'fail', because: 'min-tests' },
  { name: 'pending', line: '..p', verdict: 'fail', because: 'no-pending' },
  { name: 'pending allowed', line: '..p', options: { allowPending: true }, verdict: 'warn', because: 'no-pending' },
  { name: 'flaky without a limit', line: '.f', verdict: 'pass' },
  { name: 'too flaky', line: '.f', options: { maxFlakyRatio: 0.2 }, verdict: 'fail', because: 'max-flaky-ratio' },
  {
    name: 'a little flaky',
    line: '.........f',
    options: { maxFlakyRatio: 0.2 },
    verdict: 'warn',
    because: 'max-flaky-ratio',
  },
  {
    name: 'too few good',
    line: '.F',
    options: { maxUnexpected: 9, minPassRatio: 0.9 },
    verdict: 'fail',
    because: 'min-pass-ratio',
  },
  {
    name: 'too slow',
    line: '..',
    options: { maxDurationMs: 10 },
    durationMs: 11,
    verdict: 'fail',
    because: 'max-duration',
  },
  {
    name: 'a new test that failed when it was run again',
    line: '..',
    stressed: [stressedTest(['cart', 'adds'], 10, 2), stressedTest(['cart', 'drops'], 10, 0)],
    verdict: 'warn',
    because: 'new-tests-are-stable',
  },
  {
    name: 'the same where new tests have to be stable',
    line: '..',
    stressed: [stressedTest(['cart', 'adds'], 10, 2)],
    options: { newTestsAreStable: 'fail' },
    verdict: 'fail',
    because: 'new-tests-are-stable',
  },
  {
    name: 'the same where nobody wants to know',
    line: '..',
    stressed: [stressedTest(['cart', 'adds'], 10, 2)],
    options: { newTestsAreStable: 'off' },
    verdict: 'pass',
  },
  {
    name: 'a new test that always passed',
    line: '..',
    stressed: [stressedTest(['cart', 'adds'], 10, 0)],
    options: { newTestsAreStable: 'fail' },
    verdict: 'pass',
    because: 'new-tests-are-stable',
  },
  { name: 'explicitly undefined limits', line: '..', options: { maxFlakyRatio: undefined }, verdict: 'pass' },
])('$name: $verdict', ({ line, options, quarantined, durationMs, stressed, verdict, because }) => {
  const judged = evaluateGate({
    tests: testsOf(line),
    ...(options ? { options } : {}),
    ...(quarantined ? { quarantined: new Set(quarantined) } : {}),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(stressed === undefined ? {} : { stressed }),
  });
  expect(judged.verdict).toBe(verdict);
  if (because !== undefined) expect(judged.results).toContainEqual(expect.objectContaining({ rule: because, verdict }));
});

test.each<[string, readonly StressedTest[], string | undefined]>([
  ['no test that was run again', [], undefined],
  ['a test that could not be run again', [stressedTest(['a'], 0, 0)], undefined],
  ['one that passed', [stressedTest(['a'], 10, 0)], '1 new or changed test passed all of 10 stress runs.'],
  [
    'two that passed',
    [stressedTest(['a'], 10, 0), stressedTest(['b'], 5, 0)],
    '2 new or changed tests passed all of 15 stress runs.',
  ],
  ['one that failed', [stressedTest(['a', 'b'], 10, 2)], 'new test "a > b" failed 2 of 10 stress runs.'],
  [
    'many that failed',
    ['a', 'b', 'c', 'd', 'e'].map((title) => stressedTest([title], 10, 1)),
    'new test "a" failed 1 of 10 stress runs; new test "b" failed 1 of 10 stress runs; new test "c" failed 1 of 10 stress runs; and 2 more.',
  ],
])('what is told of %s', (_name, stressed, message) => {
  const { results } = evaluateGate({ tests: testsOf('.'), stressed });
  expect(results.find(({ rule }) => rule === 'new-tests-are-stable')?.message).toBe(message);
});
