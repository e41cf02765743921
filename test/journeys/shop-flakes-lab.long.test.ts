import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface LabDocument {
  readonly arms: readonly {
    readonly factor: string;
    readonly label: string;
    readonly runs: number;
    readonly failures: number;
  }[];
  readonly verdict: { readonly kind: string; readonly factor?: string; readonly label?: string };
}

// What the lab says of the browser's flakes is in the file beside this one, of time zone, company and isolation in `test/lab`.
describe('what the flakes of the unit tests hang on', () => {
  let shop: ScratchShop;
  beforeAll(async () => (shop = await openScratchShop()));
  afterAll(() => shop.remove());

  test.each([
    { name: 'data that nobody seeded', title: 'a parcel has no surcharge' },
    { name: 'a race between two answers of which one takes its time', title: 'the price of a box is the present one' },
    { name: 'a sum of fractions whose order is a matter of luck', title: 'is the sum of its boxes' },
  ])('$name: the random numbers, of which low ones let it pass and high ones fail', async ({ title }) => {
    const found = await shop.e2eJson<LabDocument>(
      ['flake-lab', title, '--factor', 'random-numbers', '--budget', '100s'],
      { SHOP_DICE: 'real' },
    );
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'random-numbers' });
    const [, low, high] = found.arms;
    expect(low?.failures).toBe(0);
    expect(high?.failures).toBe(high?.runs);
  });

  test('two moments half an hour apart that are to be of one day: the clock', async () => {
    const found = await shop.e2eJson<LabDocument>(
      ['flake-lab', 'half an hour apart ship together', '--factor', 'clock', '--budget', '100s'],
      { SHOP_CLOCK: 'real', TZ: 'UTC' },
    );
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'clock' });
    const late = found.arms.find(({ label }) => label === 'a minute before midnight');
    expect(late?.failures).toBe(late?.runs);
  });

  test('an order of the tests that a seed draws: with one it always fails, with others now and then', async () => {
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
