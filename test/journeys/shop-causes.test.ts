import type { DebugCause, DebugReport } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchShop, openScratchShop } from '../support/shop.ts';

let shop: ScratchShop;
beforeAll(async () => (shop = await openScratchShop()));
afterAll(() => shop.remove());

function causeOf(report: DebugReport, file: string): DebugCause | undefined {
  return report.causes.find(({ tests }) => tests.some((one) => one.file === file));
}

describe('answers that all surface as failed assertions or calls', () => {
  const answers = [
    { chaos: 'unauthorized', file: 'unauthorized', classes: ['authentication'] },
    { chaos: 'forbidden', file: 'forbidden', classes: ['authorization'] },
    { chaos: 'not-found', file: 'not-found', classes: ['not-found'] },
    { chaos: 'unprocessable', file: 'unprocessable', classes: ['validation'] },
    { chaos: 'rate-limit', file: 'rate-limit', classes: ['rate-limit'] },
    { chaos: 'server-error', file: 'server-error', classes: ['server'] },
    { chaos: 'database', file: 'database', classes: ['database'] },
  ];
  let report: DebugReport;
  beforeAll(async () => {
    const files = answers.map(({ file }) => `tests/e2e/failures/${file}.spec.ts`);
    await shop.playwright([...files, '--project=api'], { SHOP_CHAOS: answers.map(({ chaos }) => chaos).join(',') });
    report = await shop.e2eJson<DebugReport>(['debug-execution']);
  });

  test.each(answers)('$chaos: $classes', ({ file, classes }) => {
    const found = report.causes.filter(({ tests }) =>
      tests.some((one) => one.file === `tests/e2e/failures/${file}.spec.ts`),
    );
    expect([...new Set(found.map(({ cause }) => cause))]).toEqual(classes);
  });
});

test('a regression is named with file and commit, and a flake of the same run is told apart', async () => {
  const files = ['tests/unit/orders', 'tests/unit/flaky/race.test.ts', '--retry=2'];
  const flaking = (run: number) => ({ SHOP_CHAOS: 'race', SHOP_RUN: String(run) });
  for (let run = 0; run < 3; run++) await shop.vitest(files, flaking(run));
  const commit = shop.commitPatch('02-tax-rounding-bug.patch');
  await shop.vitest(files, flaking(0));

  const report = await shop.e2eJson<DebugReport>(['debug-execution']);
  const [regression] = report.causes;
  expect(regression).toMatchObject({ cause: 'assertion', firstSeen: { commit } });
  expect(regression?.origin.regression).toBeGreaterThan(0.6);
  expect(regression?.suspects?.files[0]).toMatchObject({ file: 'src/shared/tax.ts', changed: true });
  expect(regression?.suspects?.commits[0]).toMatchObject({ commit });

  const flake = causeOf(report, 'tests/unit/flaky/race.test.ts');
  expect(flake?.origin.flake).toBeGreaterThan(0.6);
  expect(flake?.suspects?.commits ?? []).toEqual([]);
});
