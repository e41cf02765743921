import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type TestAlias, aliasResolverOf, mergedAliasesOf, readAliases, updateAliases } from './aliases.ts';

const alias = (from: string, to: string, at = '2026-11-01T00:00:00.000Z'): TestAlias => ({
  from,
  to,
  reason: 'renamed',
  at,
});

describe('aliasResolverOf', () => {
  test.each([
    ['no alias', 'x', 'x'],
    ['one step', 'b', 'c'],
    ['two steps', 'a', 'c'],
    ['a circle, which is no renaming at all', 'r', 'r'],
  ])('%s', (_, from, to) => {
    expect(aliasResolverOf([alias('a', 'b'), alias('b', 'c'), alias('r', 's'), alias('s', 'r')])(from)).toBe(to);
  });
});

test('merging does not depend on the order or on how often', () => {
  const id = fc.constantFrom('a', 'b', 'c');
  const any = fc.record(
    { from: id, to: id, reason: id, at: fc.constantFrom('2026-01-01', '2026-02-02') },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(any), fc.array(any), (left, right) => {
      expect(mergedAliasesOf([...right, ...left, ...right])).toEqual(mergedAliasesOf([...left, ...right]));
    }),
  );
});

test('the file has one alias a line and is left alone when nothing changes', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'millwright-aliases-'));
  await updateAliases(dir, [alias('b', 'c'), alias('a', 'b')]);
  const text = await readFile(join(dir, 'aliases.json'), 'utf8');
  expect(text.split('\n').filter((line) => line.includes('"from"'))).toHaveLength(2);
  await updateAliases(dir, [alias('a', 'b')]);
  expect(await readFile(join(dir, 'aliases.json'), 'utf8')).toBe(text);
  expect(await readAliases(dir)).toEqual([alias('a', 'b'), alias('b', 'c')]);
  await rm(dir, { recursive: true });
});
