import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface LabDocument {
  readonly arms: readonly { readonly factor: string; readonly runs: number; readonly failures: number }[];
  readonly verdict: { readonly kind: string; readonly factor?: string };
}

// What the lab says of the other flakes of the shop is in `test/lab`.
describe('the order of the tests of a file, drawn by a seed', () => {
  let shop: ScratchShop;
  beforeAll(async () => (shop = await openScratchShop()));
  afterAll(() => shop.remove());

  test('is named by the seed: with one it always fails, with others it fails now and then', async () => {
    const found = await shop.e2eJson<LabDocument>(
      [
        'flake-lab',
        'tests/unit/flaky/order-dependence.test.ts > a shared cart > has a price',
        '--factor',
        'seed',
        '--seed-env',
        'SHOP_SEED',
        '--budget',
        '100s',
      ],
      { SHOP_CHAOS: 'order-dependence', SHOP_RUN: '0', TZ: 'UTC' },
    );
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'seed' });
    const [baseline] = found.arms;
    const seeded = found.arms.find(({ factor }) => factor === 'seed');
    expect(baseline?.failures).toBe(baseline?.runs);
    expect(seeded?.failures).toBeLessThan(seeded?.runs ?? 0);
  });
});
