import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { TestEntry } from '../model/test.ts';
import { findAliases } from './find-aliases.ts';
import { testIdOf } from './test-id.ts';

describe('findAliases', () => {
  const pays = entry('cart.spec.ts', ['cart', 'pays with a card'], 'aaaa');
  test.each([
    [
      'a file that git renamed',
      [pays],
      [entry('basket.spec.ts', ['cart', 'pays with a card'], 'bbbb')],
      { 'cart.spec.ts': 'basket.spec.ts' },
      ['moved'],
    ],
    [
      'a moved file without git, body unchanged',
      [pays],
      [entry('basket.spec.ts', ['cart', 'pays with a card'], 'aaaa')],
      {},
      ['moved'],
    ],
    [
      'a moved file without git, body changed',
      [pays],
      [entry('basket.spec.ts', ['cart', 'pays with a card'], 'cccc')],
      {},
      [],
    ],
    ['another title, same body', [pays], [entry('cart.spec.ts', ['cart', 'accepts cards'], 'aaaa')], {}, ['renamed']],
    [
      'nearly the same title, other body',
      [pays],
      [entry('cart.spec.ts', ['cart', 'pays with a credit card'], 'cccc')],
      {},
      ['retitled'],
    ],
    ['another title, other body', [pays], [entry('cart.spec.ts', ['cart', 'shows shipping cost'], 'cccc')], {}, []],
    [
      'titles that differ in a number only',
      [entry('a.spec.ts', ['page 1'], 'x')],
      [entry('a.spec.ts', ['page 2'], 'y')],
      {},
      [],
    ],
    [
      'a test that is still there',
      [pays],
      [pays, entry('cart.spec.ts', ['cart', 'pays with a cheque'], 'aaaa')],
      {},
      [],
    ],
    [
      'another project of the runner',
      [pays],
      [{ ...entry('cart.spec.ts', ['cart', 'accepts cards'], 'aaaa'), project: 'firefox' }],
      {},
      [],
    ],
    [
      'two candidates that are equally good',
      [pays],
      [
        entry('one.spec.ts', ['cart', 'pays with a card'], 'aaaa'),
        entry('two.spec.ts', ['cart', 'pays with a card'], 'aaaa'),
      ],
      {},
      [],
    ],
  ] satisfies [string, TestEntry[], TestEntry[], Record<string, string>, string[]][])(
    '%s',
    (_name, before, after, renames, reasons) => {
      const aliases = findAliases({ before, after, renames: new Map(Object.entries(renames)) });
      expect(aliases.map((alias) => alias.reason)).toEqual(reasons);
    },
  );

  test('rows of a parametrised test keep to their own titles when all are renamed together', () => {
    const before = ['tax of 1', 'tax of 2'].map((title) => entry('tax.test.ts', [title], 'same'));
    const after = ['the tax of 1', 'the tax of 2'].map((title) => entry('tax.test.ts', [title], 'same'));
    const aliases = findAliases({ before, after, renames: new Map() });
    expect(aliases.map(({ from, to }) => [from, to])).toEqual([
      [before[0]?.id, after[0]?.id],
      [before[1]?.id, after[1]?.id],
    ]);
  });

  test('no id is used twice, and none that is in both runs', () => {
    const anyEntry = fc
      .record({
        file: fc.constantFrom('a.ts', 'b.ts'),
        title: fc.constantFrom('pays', 'pays now', 'shows', 'shows all'),
        body: fc.constantFrom('x', 'y'),
      })
      .map(({ file, title, body }) => entry(file, [title], body));
    const suite = fc.uniqueArray(anyEntry, { selector: (test) => test.id });
    fc.assert(
      fc.property(suite, suite, (before, after) => {
        const aliases = findAliases({ before, after, renames: new Map([['a.ts', 'b.ts']]) });
        const used = aliases.flatMap(({ from, to }) => [from, to]);
        expect(new Set(used).size).toBe(used.length);
        for (const { from, to } of aliases) {
          expect(after.some((test) => test.id === from)).toBe(false);
          expect(before.some((test) => test.id === to)).toBe(false);
        }
      }),
    );
  });
});

function entry(file: string, titlePath: string[], bodyHash: string): TestEntry {
  const identity = { runner: 'playwright', project: 'ui', file, titlePath };
  return { ...identity, id: testIdOf(identity), line: 1, column: 1, expectedStatus: 'passed', retries: 0, bodyHash };
}
