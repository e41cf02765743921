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

test('keeps different mishaps only, and not without end', () => {
  const failsafe = new Failsafe(() => undefined);
  for (let round = 0; round < 100; round += 1) failsafe.giveUp('a test', new Error(`number ${round % 50}\nmore`));
  expect(failsafe.mishaps).toHaveLength(20);
  expect(failsafe.mishaps[0]).toBe('Could not record a test: number 0');
});

test('measures its own time once, without its waiting', async () => {
  const failsafe = new Failsafe(() => undefined);
  const busyMs = (ms: number): void => {
    const untilMs = performance.now() + ms;
    while (performance.now() < untilMs);
  };
  failsafe.run('outside', () => failsafe.run('inside', () => busyMs(10)));
  await failsafe.runAsync('later', () => new Promise((done) => setTimeout(done, 300)));
  expect(failsafe.selfTimeMs).toBeGreaterThanOrEqual(10);
  expect(failsafe.selfTimeMs).toBeLessThan(250);
  const beforeMs = failsafe.selfTimeMs;
  failsafe.count(5);
  expect(failsafe.selfTimeMs).toBe(beforeMs + 5);
});
