import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface LabDocument {
  readonly arms: readonly { readonly factor: string; readonly runs: number; readonly failures: number }[];
  readonly verdict: { readonly kind: string; readonly factor?: string };
}

// What the lab says of the other flakes of the shop is in `test/lab`.
describe('what the flakes of the shop hang on', () => {
  let shop: ScratchShop;
  beforeAll(async () => (shop = await openScratchShop()));
  afterAll(() => shop.remove());

  test('dice that nobody seeded: the same numbers each time, and it always fails or never', async () => {
    const found = await shop.e2eJson<LabDocument>(
      ['flake-lab', 'a parcel has no surcharge', '--factor', 'random-numbers', '--budget', '100s'],
      { SHOP_DICE: 'real' },
    );
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'random-numbers' });
    const [baseline, ...arms] = found.arms;
    expect(baseline?.failures).toBeGreaterThan(0);
    expect(baseline?.failures).toBeLessThan(baseline?.runs ?? 0);
    expect(arms.every(({ failures, runs }) => failures === 0 || failures === runs)).toBe(true);
  });

  test('a connection that breaks now and then: sent again, the request gets its answer', async () => {
    const found = await shop.e2eJson<LabDocument>(
      ['flake-lab', 'know the dollar', '--factor', 'connections', '--budget', '110s'],
      { SHOP_CHAOS: 'network-flake' },
    );
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'connections' });
    expect(found.arms.map(({ factor, failures }) => `${factor} ${failures > 0}`)).toEqual([
      'baseline true',
      'connections false',
    ]);
  });

  test('a fixed wait: a network that outlasts it', async () => {
    const found = await shop.e2eJson<LabDocument>([
      'flake-lab',
      'recommendations > are three',
      '--factor',
      'network',
      '--budget',
      '100s',
    ]);
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'network' });
    expect(found.arms[0]).toMatchObject({ factor: 'baseline', failures: 0 });
  });
});

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
