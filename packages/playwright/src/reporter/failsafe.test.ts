import { expect, test } from 'vitest';

import { Failsafe } from './failsafe.ts';

test('lets nothing out and says only the first mishap', async () => {
  const said: string[] = [];
  const failsafe = new Failsafe((line) => said.push(line));
  const fail = (message: string) => (): never => {
    throw new Error(message);
  };
  expect(failsafe.run('a test', fail('first'))).toBeUndefined();
  expect(failsafe.run('a test', fail('second'))).toBeUndefined();
  expect(await failsafe.runAsync('the end', () => Promise.reject(new Error('third')))).toBeUndefined();
  expect(failsafe.run('nothing', () => 7)).toBe(7);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('first');
  expect(failsafe.mishaps).toHaveLength(3);
});

test('survives a closed stderr', () => {
  const failsafe = new Failsafe(() => {
    throw new Error('EPIPE');
  });
  expect(() => failsafe.run('x', () => JSON.parse('{'))).not.toThrow();
});
