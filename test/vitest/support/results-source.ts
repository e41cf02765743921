/** One test of every kind of result. */
export const resultsSource: Readonly<Record<string, string>> = {
  'src/zero.ts': 'export const zero = 0;',
  'src/sum.ts': `import { zero } from './zero.ts';\nexport const sum = (a: number, b: number) => a + b + zero;`,
  'src/sum.test.ts': `import { beforeAll, describe, expect, test } from 'vitest';
import { sum } from './sum.ts';
let flaky = 0;
let vain = 0;
describe('sum', () => {
  test('adds', () => { console.log('hello from adds'); expect(sum(1, 2)).toBe(3); });
  test('fails', () => { expect({ a: sum(1, 2) }).toEqual({ a: 4 }); });
  test('has a cause', () => { throw new TypeError('outer', { cause: new Error('inner') }); });
  test.skip('is switched off', () => {});
  test.todo('is still to do');
  test.fails('fails as expected', () => { expect(1).toBe(2); });
  test.fails('passes against expectation', () => {});
  test('is flaky', { retry: 2 }, () => { flaky += 1; console.error('careful'); expect(flaky).toBe(2); });
  test('is tried in vain', { retry: 2 }, () => { vain += 1; throw new Error('try ' + vain); });
  test('is repeated', { repeats: 2 }, () => {});
  test.each([[1, 2], [3, 4]])('each %i and %i', (a, b) => { expect(b).toBe(a + 1); });
  test.concurrent('runs beside others', async () => {});
  test('twin', () => {});
  test('twin', () => { throw new Error('the second one'); });
  test('is skipped at run time', (context) => context.skip('not today'));
  test('is too slow', async () => { await new Promise((done) => setTimeout(done, 500)); }, 50);
  test('prints a lot', () => { for (let line = 0; line < 500; line += 1) console.log('line ' + line); console.log('the last line'); });
});
describe('broken', () => {
  beforeAll(() => { throw new Error('no database'); });
  test('never starts', () => {});
});
`,
};
