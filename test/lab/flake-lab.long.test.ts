import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface LabDocument {
  readonly stopped: string;
  readonly spentMs: number;
  readonly arms: readonly {
    readonly factor: string;
    readonly label: string;
    readonly runs: number;
    readonly failures: number;
    readonly firstFailure?: string;
  }[];
  readonly notTried: readonly { readonly factor: string; readonly reason: string }[];
  readonly verdict: {
    readonly kind: string;
    readonly factor?: string;
    readonly label?: string;
    readonly sentence: string;
  };
}

describe('the lab explains the flakes of the shop', () => {
  let shop: ScratchShop;
  beforeAll(async () => (shop = await openScratchShop()));
  afterAll(() => shop.remove());

  test('a test that takes the calendar of the machine for that of the shop: the time zone', async () => {
    const found = await shop.e2eJson<LabDocument>(
      [
        'flake-lab',
        'the day of an order is the day on the calendar',
        '--budget',
        '100s',
        '--factor',
        'company,time-zone,order',
      ],
      { SHOP_CHAOS: 'clock-midnight', SHOP_NOW: '2026-03-11T23:45:00Z', TZ: 'UTC' },
    );
    expect(found).toMatchObject({ exitCode: 0, stopped: 'found' });
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'time-zone', label: 'TZ=Pacific/Kiritimati' });
    const [baseline] = found.arms;
    const ahead = found.arms.find(({ label }) => label === 'TZ=Pacific/Kiritimati');
    expect(baseline).toMatchObject({ factor: 'baseline', failures: 0 });
    expect(ahead?.failures).toBe(ahead?.runs);
    expect(ahead?.firstFailure).toContain("expected '2026-03-11' to be '2026-03-12'");
  });

  test('a victim of another file: what that file leaves behind in the process', async () => {
    const found = await shop.e2eJson<LabDocument>(
      ['flake-lab', 'tests/unit/flaky/victim.test.ts', '--budget', '100s', '--factor', 'time-zone,isolation'],
      { TZ: 'UTC' },
    );
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'isolation' });
    expect(found.arms.find(({ factor }) => factor === 'isolation')?.firstFailure).toContain('12,50');
  });

  test('a test that needs the one before it: the company', async () => {
    const found = await shop.e2eJson<LabDocument>([
      'flake-lab',
      'tests/unit/flaky/order-dependence.test.ts > a shared cart > has a price',
      '--budget',
      '100s',
      '--factor',
      'company,cpu-load,seed',
    ]);
    expect(found.verdict).toMatchObject({ kind: 'moved', factor: 'company', label: 'alone' });
    expect(found.notTried).toEqual([{ factor: 'seed', reason: expect.stringContaining('--seed-env') as string }]);
  });
});

describe('the lab stays honest', () => {
  let shop: ScratchShop;
  beforeAll(async () => (shop = await openScratchShop()));
  afterAll(() => shop.remove());

  test('of a flake of its own dice no circumstance is made the culprit, and the budget is kept', async () => {
    const found = await shop.e2eJson<LabDocument>(
      ['flake-lab', 'the price of a box is the present one', '--budget', '18s', '--factor', 'time-zone'],
      { SHOP_CHAOS: 'race', SHOP_RUN: '0', TZ: 'UTC' },
    );
    expect(found).toMatchObject({ exitCode: 0, stopped: 'budget', verdict: { kind: 'nothing' } });
    expect(found.verdict.sentence).toMatch(/^Nothing that was tried moves it: it failed \d+ of \d+ runs as it is/);
    expect(found.arms.every(({ runs }) => runs >= 1)).toBe(true);
    expect(found.arms.some(({ failures }) => failures > 0)).toBe(true);
    expect(found.spentMs).toBeLessThan(35_000);
  });

  test('its runs are experiments, and no statistics are made of them', async () => {
    const { runs } = await shop.e2eJson<{ runs: readonly { experiment?: boolean }[] }>(['history', 'list']);
    expect(runs.length).toBeGreaterThan(3);
    expect(runs.every(({ experiment }) => experiment === true)).toBe(true);
    const { rememberedTests } = await shop.e2eJson<{ rememberedTests: number }>(['analyze-flaky']);
    expect(rememberedTests).toBe(0);
  });

  test.each([
    { name: 'no test', args: ['no test is called that'], message: 'which names none' },
    { name: 'several tests', args: ['tests/unit/flaky/clock-midnight.test.ts'], message: 'which names 3:' },
    {
      name: 'an unknown factor',
      args: ['customers see a point', '--factor', 'timezone'],
      message: 'Did you mean "time-zone"?',
    },
  ])('$name is refused in a sentence with exit code 2', async ({ args, message }) => {
    const { exitCode, stdout, stderr } = await shop.e2e(['flake-lab', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
