import { expect, test } from 'vitest';

import { unitsOfShard } from './own-shard.ts';

test.each([
  [
    'even',
    [3, 3, 3, 3],
    2,
    [
      [0, 1],
      [2, 3],
    ],
  ],
  [
    'a remainder goes to the first shards',
    [1, 1, 1, 1, 1],
    2,
    [
      [0, 1, 2],
      [3, 4],
    ],
  ],
  [
    'skipped ones go with those before them',
    [0, 2, 0, 2, 0],
    2,
    [
      [0, 1, 2],
      [3, 4],
    ],
  ],
  ['more shards than tests', [1], 3, [[0], [], []]],
  ['one unit over the edge belongs to where it begins', [1, 5, 2], 2, [[0, 1], [2]]],
])('%s', (_name, sizes, total, shards) => {
  expect(shards.map((_, index) => [...unitsOfShard(sizes, { current: index + 1, total })])).toEqual(shards);
});

test('every unit is in exactly one shard, whatever the sizes', () => {
  for (let seed = 1; seed < 200; seed += 1) {
    const sizes = Array.from({ length: seed % 17 }, (_, index) => (seed * 31 + index * 17) % 5);
    const total = 1 + (seed % 7);
    const taken = Array.from({ length: total }, (_, index) => [...unitsOfShard(sizes, { current: index + 1, total })]);
    if (sizes.some((size) => size > 0))
      expect(
        taken.flat().toSorted((a, b) => a - b),
        `${sizes.join(' ')} / ${total}`,
      ).toEqual([...sizes.keys()]);
  }
});
