import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { CauseClass } from '../cause/cause.ts';
import { learnRetries } from './retry-model.ts';
import { priorChanceOf } from './retry-prior.ts';
import type { RetryTrial } from './retry-trials.ts';

const causes = new Map<string, CauseClass>([
  ['net', 'network'],
  ['slow', 'timeout'],
  ['limit', 'rate-limit'],
]);

function trials(count: number, passed: boolean, part: Partial<RetryTrial> = {}): readonly RetryTrial[] {
  return Array.from({ length: count }, () => ({ testId: 'a', signature: 'net', retry: 1, passed, ...part }));
}

const asked = { cause: 'network', retry: 1, testId: 'a', signature: 'net' } as const;

describe('the chance that a retry passes', () => {
  test('is the prior where nothing was seen', () => {
    const { ratio, ...basis } = learnRetries([]).chanceOf(asked);
    expect(ratio).toBeCloseTo(priorChanceOf('network', 1), 9);
    expect(basis).toEqual({ basis: 'prior', trials: 0, passed: 0 });
  });

  test.each([
    ['failure', asked, 'failure', 9],
    ['test', { ...asked, signature: 'slow' }, 'test', 9],
    ['signature', { ...asked, testId: 'b' }, 'signature', 9],
    ['class', { ...asked, testId: 'b', signature: 'other' }, 'class', 9],
    ['nothing narrower', { ...asked, cause: 'timeout', testId: 'b', signature: 'slow' }, 'prior', 0],
  ] as const)('names the narrowest thing that was seen: %s', (_name, subject, basis, count) =>
    expect(learnRetries(trials(9, true), causes).chanceOf(subject)).toMatchObject({ basis, trials: count }),
  );

  test('comes near what was seen, the nearer the more was seen', () => {
    const chances = [0, 5, 50, 500].map((count) => learnRetries(trials(count, false), causes).chanceOf(asked).ratio);
    expect(chances).toEqual(chances.toSorted((a, b) => b - a));
    expect(chances.at(-1)).toBeLessThan(0.005);
  });

  test('what one server did says little of other failures', () => {
    const model = learnRetries(trials(500, false), causes);
    const other = { cause: 'timeout', retry: 1, testId: 'b', signature: 'slow' } as const;
    expect(model.chanceOf(other).ratio).toBeGreaterThan(0.5 * priorChanceOf('timeout', 1));
  });

  test('a rate limit is not judged by retries that followed at once', () => {
    const limited = { cause: 'rate-limit', retry: 1, testId: 'a', signature: 'limit' } as const;
    const atOnce = learnRetries(trials(40, false, { signature: 'limit' }), causes);
    const waited = learnRetries(trials(40, false, { signature: 'limit', waited: true }), causes);
    expect([atOnce.trials, waited.trials]).toEqual([0, 40]);
    expect(atOnce.chanceOf(limited).ratio).toBeCloseTo(priorChanceOf('rate-limit', 1), 9);
    expect(waited.chanceOf(limited).ratio).toBeLessThan(0.2);
  });
});

test('is a probability, does not depend on the order, and one more pass never lowers it', () => {
  const trial = fc.record({
    testId: fc.constantFrom('a', 'b', 'c'),
    signature: fc.constantFrom('net', 'slow', 'other'),
    retry: fc.integer({ min: 1, max: 4 }),
    passed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(trial, { maxLength: 60 }), trial, (seen, next) => {
      const subject = { ...next, cause: causes.get(next.signature) ?? 'unknown' } as const;
      const ratioAfter = (list: readonly RetryTrial[]): number => learnRetries(list, causes).chanceOf(subject).ratio;
      const ratio = ratioAfter(seen);
      expect(ratio).toBeGreaterThan(0);
      expect(ratio).toBeLessThan(1);
      expect(ratioAfter(seen.toReversed())).toBeCloseTo(ratio, 9);
      const passed = ratioAfter([...seen, { ...next, passed: true }]);
      expect(passed).toBeGreaterThanOrEqual(ratioAfter([...seen, { ...next, passed: false }]));
    }),
  );
});
