import { expect, test } from 'vitest';

import { findCoFailures } from './co-failures.ts';
import { historyOf } from './fixtures/history-of.ts';

const test_ = (id: string, line: string, signature: string, file = 'tests/a.spec.ts') =>
  historyOf(line, { test: { id, file }, signature });

test('tests that fail in the same runs are one cluster, with what they share', () => {
  const clusters = findCoFailures([
    test_('a', '.F..F...F..F.', 'dbdown-here'),
    test_('b', '.F..F...F....', 'dbdown-there', 'tests/b.spec.ts'),
    test_('c', '.F..f...F..F.', 'dbdown-else', 'tests/c.spec.ts'),
    test_('loner', 'F..F..F..F...', 'other-x'),
    test_('seldom', '.F..F........', 'dbdown-here'),
  ]);
  expect(clusters).toHaveLength(1);
  expect(clusters[0]).toMatchObject({
    tests: ['a', 'b', 'c'],
    runs: 4,
    shared: [{ kind: 'signature', value: 'dbdown', ratio: 1 }],
  });
  expect(clusters[0]?.similarity).toBeGreaterThan(0.7);
});

test('tests that fail at different times are none', () => {
  expect(findCoFailures([test_('a', 'F..F..F..', 'x-1'), test_('b', '.F..F..F.', 'x-2')])).toEqual([]);
});

test('the order of the histories changes nothing', () => {
  const all = [
    test_('a', 'FFF....', 'x-1'),
    test_('b', 'FFF....', 'x-2'),
    test_('c', '...FFF.', 'y-1'),
    test_('d', '...FFF.', 'y-2'),
  ];
  expect(findCoFailures(all.toReversed())).toEqual(findCoFailures(all));
});
