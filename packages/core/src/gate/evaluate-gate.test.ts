import { expect, test } from 'vitest';

import type { ExecutedTest } from '../model/execution.ts';
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

interface Row {
  readonly name: string;
  readonly line: string;
  readonly options?: GateOptions;
  readonly quarantined?: readonly string[];
  readonly durationMs?: number;
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
  { name: 'explicitly undefined limits', line: '..', options: { maxFlakyRatio: undefined }, verdict: 'pass' },
])('$name: $verdict', ({ line, options, quarantined, durationMs, verdict, because }) => {
  const judged = evaluateGate({
    tests: testsOf(line),
    ...(options ? { options } : {}),
    ...(quarantined ? { quarantined: new Set(quarantined) } : {}),
    ...(durationMs === undefined ? {} : { durationMs }),
  });
  expect(judged.verdict).toBe(verdict);
  if (because !== undefined) expect(judged.results).toContainEqual(expect.objectContaining({ rule: because, verdict }));
});
