import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface LabDocument {
  readonly arms: readonly { readonly factor: string; readonly runs: number; readonly failures: number }[];
  readonly verdict: { readonly kind: string; readonly factor?: string };
}

describe('what the flakes of the browser and API tests hang on', () => {
  let shop: ScratchShop;
  beforeAll(async () => (shop = await openScratchShop()));
  afterAll(() => shop.remove());

  test.each([
    {
      name: 'a fixed wait: a network that outlasts it',
      title: 'recommendations > are three',
      factor: 'network',
      // Without the other test of its file, which waits just as long.
      passThrough: ['--', '--grep', 'are three'],
    },
    {
      name: 'a race between the page and a timer: the speed of the page',
      title: 'a fixed coupon takes five euros off',
      factor: 'cpu-slowdown',
    },
    {
      name: 'a shelf that all tests take from: tests that run at the same time',
      title: 'takes one candle from the shelf',
      factor: 'workers',
    },
  ])('$name', async ({ title, factor, passThrough = [] }) => {
    const args = ['flake-lab', title, '--factor', factor, '--budget', '110s', ...passThrough];
    const found = await shop.e2eJson<LabDocument>(args);
    expect(found.verdict).toMatchObject({ kind: 'moved', factor });
    expect(found.arms[0]).toMatchObject({ factor: 'baseline', failures: 0 });
  });

  test('a connection that breaks now and then: sent again, the request gets its answer', async () => {
    const found = await shop.e2eJson<LabDocument>(
      ['flake-lab', 'know the dollar', '--factor', 'connections', '--budget', '110s'],
      // A draw in which the connection breaks more often than not, which needs fewer runs.
      { SHOP_CHAOS: 'network-flake', SHOP_RUN: '7485' },
    );
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'connections' });
    expect(found.arms.map(({ factor, failures }) => `${factor} ${failures > 0}`)).toEqual([
      'baseline true',
      'connections false',
    ]);
  });
});
