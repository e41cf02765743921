import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { triesOf } from './attempts.ts';

const error = (message: string) => ({ name: 'Error', message });
const diagnostic = (retryCount: number, repeatCount: number) => ({
  duration: 40,
  startTime: 1000,
  retryCount,
  repeatCount,
});

describe('triesOf', () => {
  test.each([
    { name: 'one good try', state: 'passed', errors: [], retry: 0, repeat: 0, expected: ['0/0 passed 40'] },
    { name: 'one bad try', state: 'failed', errors: ['a'], retry: 0, repeat: 0, expected: ['0/0 failed 40 a'] },
    {
      name: 'a soft assertion more',
      state: 'failed',
      errors: ['a', 'b'],
      retry: 0,
      repeat: 0,
      expected: ['0/0 failed 40 a,b'],
    },
    {
      name: 'a flaky pass',
      state: 'passed',
      errors: ['a'],
      retry: 1,
      repeat: 0,
      expected: ['0/0 failed 0 a', '0/1 passed 40'],
    },
    {
      name: 'every retry bad',
      state: 'failed',
      errors: ['a', 'b', 'c'],
      retry: 2,
      repeat: 0,
      expected: ['0/0 failed 0 a', '0/1 failed 0 b', '0/2 failed 40 c'],
    },
    {
      name: 'fewer errors than tries',
      state: 'failed',
      errors: ['a'],
      retry: 1,
      repeat: 0,
      expected: ['0/0 failed 0 a', '0/1 failed 40 a'],
    },
    {
      name: 'all repetitions good',
      state: 'passed',
      errors: [],
      retry: 0,
      repeat: 2,
      expected: ['0/0 passed 0', '1/0 passed 0', '2/0 passed 40'],
    },
    {
      name: 'one repetition bad',
      state: 'failed',
      errors: ['a'],
      retry: 0,
      repeat: 1,
      expected: ['0/0 passed 0', '1/0 failed 40 a'],
    },
    {
      name: 'all repetitions bad',
      state: 'failed',
      errors: ['a', 'b'],
      retry: 0,
      repeat: 1,
      expected: ['0/0 failed 0 a', '1/0 failed 40 b'],
    },
  ] as const)('$name', ({ state, errors, retry, repeat, expected }) => {
    const { tries } = triesOf({ state, errors: errors.map(error) }, diagnostic(retry, repeat));
    const told = tries.map((entry) => {
      const messages = (entry.errors ?? []).map((thrown) => thrown.message).join(',');
      return `${entry.repeatIndex}/${entry.retryIndex} ${entry.state} ${entry.duration} ${messages}`.trim();
    });
    expect(told).toEqual(expected);
  });

  test('says whether it had to guess', () => {
    expect(triesOf({ state: 'passed' }, diagnostic(0, 0)).guessed).toBe(false);
    expect(triesOf({ state: 'passed' }, diagnostic(1, 0)).guessed).toBe(true);
  });

  test('never loses time, and every bad try but those before a flaky pass has an error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('passed' as const, 'failed' as const),
        fc.array(fc.string(), { maxLength: 6 }),
        fc.nat(4),
        fc.nat(4),
        (state, messages, retry, repeat) => {
          const errors = state === 'failed' && messages.length === 0 ? ['x'] : messages;
          const { tries } = triesOf({ state, errors: errors.map(error) }, diagnostic(retry, repeat));
          expect(tries.reduce((sum, entry) => sum + entry.duration, 0)).toBe(40);
          expect(tries.at(-1)?.state).toBe(state);
          expect(new Set(tries.map((entry) => `${entry.repeatIndex}/${entry.retryIndex}`)).size).toBe(tries.length);
          if (state === 'failed') expect(tries.at(-1)?.errors?.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
