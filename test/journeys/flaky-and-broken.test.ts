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

const flaky = ['tests/e2e/flaky', 'tests/e2e/failures/network-flake.spec.ts'];

describe('flaky runs, then a broken commit', () => {
  let shop: ScratchShop;
  beforeAll(async () => {
    shop = await openScratchShop();
    for (const run of ['1', '3', '4', '6', '8']) {
      await shop.playwright(flaky, { SHOP_CHAOS: 'timing-flake,network-flake', SHOP_RUN: run, SHOP_RETRIES: '1' });
    }
  }, 240_000);
  afterAll(() => shop.remove());

  test('tests that pass and fail on one commit are called flaky, and nothing else is', async () => {
    const { tests } = await shop.e2eJson<Analysis>(['analyze-flaky']);
    const named = tests.filter(({ stats }) => stats.state === 'flaky').map(({ test: entry }) => entry.file);
    expect(named).toContain('tests/e2e/flaky/timing-flake.spec.ts');
    expect(new Set(named)).toEqual(
      new Set(['tests/e2e/flaky/timing-flake.spec.ts', 'tests/e2e/failures/network-flake.spec.ts']),
    );
  });

  test('the pattern in the code is joined with the history of its test', async () => {
    const { findings } = await shop.e2eJson<Analysis>(['analyze-flaky', '--test-file', 'tests/e2e/flaky']);
    const sleep = findings.find((finding) => finding.pattern === 'hard-coded-sleep');
    expect(sleep?.location?.file).toBe('tests/e2e/flaky/timing-flake.spec.ts');
    expect(sleep?.tests.some((stats) => stats.flakyRuns + stats.sameCommitFailures > 0)).toBe(true);
  });

  test('a commit that breaks the tax is explained as an assertion that regressed', async () => {
    await shop.vitest(['tests/unit/orders']);
    const commit = shop.commitPatch('02-tax-rounding-bug.patch');
    const run = await shop.vitest(['tests/unit/orders']);
    expect(run.exitCode).toBe(1);
    const report = await shop.e2eJson<DebugReport>(['debug-execution']);
    expect(report.exitCode).toBe(1);
    expect(report.failedTests).toBeGreaterThan(0);
    const [cause] = report.causes;
    expect(cause?.cause).toBe('assertion');
    expect(cause?.firstSeen.commit).toBe(commit);
    const { origin } = cause ?? {};
    expect(origin?.regression).toBeGreaterThan(origin?.flake ?? 1);
    const { evidence: _evidence, ...shares } = origin ?? {};
    const sum = Object.values(shares).reduce<number>((total, share) => total + share, 0);
    expect(sum).toBeCloseTo(1, 6);
  });

  test('an outage that fails many tests is told as one cause', async () => {
    await shop.playwright(['tests/e2e/api', '--project=api'], { SHOP_CHAOS: 'outage' });
    const report = await shop.e2eJson<DebugReport>(['debug-execution']);
    expect(report.failedTests).toBeGreaterThan(10);
    expect(report.causes[0]?.cause).toBe('server');
    expect(report.causes[0]?.tests.length).toBeGreaterThan(report.failedTests * 0.8);
  });
});
