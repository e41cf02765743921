import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { DebugReport, FlakeStats, TestEntry } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface Analysis {
  readonly findings: readonly {
    readonly pattern: string;
    readonly location?: { readonly file: string };
    readonly tests: readonly FlakeStats[];
  }[];
  readonly tests: readonly { readonly test: TestEntry; readonly stats: FlakeStats }[];
}

const flakyFiles = [
  'tests/e2e/failures/network-flake.spec.ts',
  'tests/e2e/flaky/race.spec.ts',
  'tests/e2e/flaky/timing-flake.spec.ts',
  'tests/e2e/flaky/shared-stock.spec.ts',
];
const broken = 'tests/e2e/failures/broken.spec.ts';
const slow = 'tests/e2e/failures/slow.spec.ts';
const flakes = 'timing-flake,network-flake,race,shared-stock';
const flakyTests = [
  'tests/e2e/failures/network-flake.spec.ts > exchange rates > are relative to the euro',
  'tests/e2e/failures/network-flake.spec.ts > exchange rates > know the dollar',
  'tests/e2e/flaky/race.spec.ts > a fixed coupon takes five euros off',
  'tests/e2e/flaky/shared-stock.spec.ts > an order takes one candle from the shelf',
  'tests/e2e/flaky/timing-flake.spec.ts > recommendations > are three',
  'tests/e2e/flaky/timing-flake.spec.ts > recommendations > show up on the start page',
];

describe('flaky runs, then a broken commit', () => {
  let shop: ScratchShop;
  beforeAll(async () => {
    shop = await openScratchShop();
    for (const run of ['1', '3', '4', '6', '8']) {
      const chaos = { SHOP_CHAOS: `${flakes},broken${run === '1' ? ',slow' : ''}`, SHOP_RUN: run, SHOP_RETRIES: '1' };
      await shop.playwright([...flakyFiles, broken, slow], chaos);
    }
  }, 480_000);
  afterAll(() => shop.remove());

  test('tests that pass and fail on one commit are called flaky, and nothing else is', async () => {
    const { tests } = await shop.e2eJson<Analysis>(['analyze-flaky']);
    const namesOf = (state: FlakeStats['state']): readonly string[] =>
      tests
        .filter(({ stats }) => stats.state === state)
        .map(({ test: { file, titlePath } }) => [file, ...titlePath].join(' > '))
        .toSorted();
    expect(namesOf('flaky')).toEqual(flakyTests);
    expect(namesOf('broken')).toEqual([`${broken} > shipping is free from fifty euros on`]);
    expect(namesOf('regressed')).toEqual([]);
  });

  test('the pattern in the code is joined with the history of its test', async () => {
    const { findings } = await shop.e2eJson<Analysis>(['analyze-flaky', '--test-file', 'tests/e2e/flaky']);
    const sleep = findings.find((finding) => finding.pattern === 'hard-coded-sleep');
    expect(sleep?.location?.file).toBe('tests/e2e/flaky/timing-flake.spec.ts');
    expect(sleep?.tests.some((stats) => stats.flakyRuns + stats.sameCommitFailures > 0)).toBe(true);
  });

  test("the network flake of somebody else's server and the race are found in the code as well", async () => {
    const { findings } = await shop.e2eJson<Analysis>(['analyze-flaky', '--test-file', 'tests/e2e']);
    const found = findings.map(({ pattern, location }) => `${pattern} ${location?.file ?? ''}`);
    expect(found).toContain(`race ${flakyFiles[1]}`);
    expect(found).toContain(`external-dependency-without-retry ${flakyFiles[0]}`);
  });

  test('quarantine contains them: their run is green, and the broken test stays red', async () => {
    for (const [index, name] of flakyTests.entries()) {
      const about = ['--reason', 'it flakes', '--owner', index < 3 ? '@shop' : '@money', '--apply'];
      const added = await shop.e2e(['quarantine', 'add', '--test', name, ...about]);
      expect(added, added.stderr).toMatchObject({ exitCode: 0 });
    }
    const green = await shop.playwright(flakyFiles, { SHOP_CHAOS: flakes, SHOP_RUN: '4' });
    expect(green.stderr).toContain('forgiven: [ui] tests/e2e/flaky/timing-flake.spec.ts > recommendations > show up');
    expect(green).toMatchObject({ exitCode: 0 });
    const red = await shop.playwright([flakyFiles[2] ?? '', broken], { SHOP_CHAOS: `${flakes},broken`, SHOP_RUN: '4' });
    expect(red.stderr).toContain(`${broken} > shipping is free from fifty euros on failed and is not quarantined`);
    expect(red).toMatchObject({ exitCode: 1 });
  });

  test('the safe fix of the look at one moment ends the flake, and the fixed wait stays', async () => {
    const quarantined = ['--', 'quarantine.json'];
    shop.git('add', ...quarantined);
    shop.git('commit', '--quiet', '-m', 'Quarantine', ...quarantined);
    const fixed = await shop.e2e(['analyze-flaky', '--fix', '--apply', '--test-file', flakyFiles[2] ?? '']);
    expect(fixed.stdout + fixed.stderr).toContain('timing-flake.spec.ts');
    const text = readFileSync(join(shop.root, flakyFiles[2] ?? ''), 'utf8');
    expect(text.match(/waitForTimeout\(800\)|await expect\(/gu)).toHaveLength(4);
    const ended = await shop.playwright([flakyFiles[2] ?? ''], {
      SHOP_CHAOS: flakes,
      SHOP_RUN: '4',
      MILLWRIGHT_QUARANTINE: 'off',
    });
    expect(ended, ended.stdout).toMatchObject({ exitCode: 0 });
    shop.git('checkout', '--quiet', '--', flakyFiles[2] ?? '');
  });

  test('an outage that fails many tests is told as one cause', async () => {
    await shop.playwright(['tests/e2e/api/orders.spec.ts', 'tests/e2e/api/payments.spec.ts'], { SHOP_CHAOS: 'outage' });
    const report = await shop.e2eJson<DebugReport>(['debug-execution']);
    expect(report.failedTests).toBeGreaterThan(10);
    expect(report.causes[0]?.cause).toBe('server');
    expect(report.causes[0]?.tests.length).toBeGreaterThan(report.failedTests * 0.8);
  });
});
