import type { FlakeStats, TestEntry } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ProcessResult } from '../support/run-process.ts';
import { type ScratchShop, openScratchShop } from '../support/shop.ts';

interface Analysis {
  readonly findings: readonly {
    readonly pattern: string;
    readonly location?: { readonly file: string };
    readonly tests: readonly FlakeStats[];
  }[];
  readonly tests: readonly { readonly test: TestEntry; readonly stats: FlakeStats }[];
}

const flakes = 'unseeded-random,race,clock-midnight,exact-float,order-dependence,polluter';
const files = ['tests/unit/flaky', 'tests/unit/shared/tax.test.ts', 'tests/unit/orders/pricing.test.ts'];

/** Draws in which every flake of the unit tests shows both of its faces. */
const goodCommit = ['0', '1', '2', '4', '5', '6', '13', '7'];
/** Draws on the commit that breaks the tax; each flake passes in some of them. */
const brokenCommit = ['10', '19', '6'];

const flaky = {
  random: 'tests/unit/flaky/unseeded-random.test.ts > with random data > a parcel has no surcharge',
  praise: 'tests/unit/flaky/unseeded-random.test.ts > with random data > a product is never praised by everybody',
  race: 'tests/unit/flaky/race.test.ts > the price of a box is the present one',
  midnight: 'tests/unit/flaky/clock-midnight.test.ts > today > two orders half an hour apart ship together',
  timeZone: 'tests/unit/flaky/clock-midnight.test.ts > today > the day of an order is the day on the calendar',
  float: 'tests/unit/flaky/exact-float.test.ts > the weight of a parcel > is the sum of its boxes',
  order: 'tests/unit/flaky/order-dependence.test.ts > a shared cart > has a price',
  victim: 'tests/unit/flaky/victim.test.ts > customers see a point by default',
} as const;
const broken = 'tests/unit/flaky/broken.test.ts > a password of eight characters is good';
const slow = 'tests/unit/flaky/slow.test.ts > every account has its own salt';
const regressed = [
  'tests/unit/orders/pricing.test.ts > a quote > taxes each line by its class',
  'tests/unit/shared/tax.test.ts > tax on a net amount > is rounded to the nearest cent',
  'tests/unit/shared/tax.test.ts > tax on a net amount > is rounded up from half a cent on',
];

describe('the flakes of the unit tests, a broken test, and a commit that breaks others', () => {
  let shop: ScratchShop;
  let analysis: Analysis;
  const run = (draw: string, chaos: string): Promise<ProcessResult> =>
    shop.vitest(files, { SHOP_CHAOS: chaos, SHOP_RUN: draw });
  const quarantine = (test: string, owner: string): Promise<ProcessResult> =>
    shop.e2e(['quarantine', 'add', '--test', test, '--reason', 'it flakes', '--owner', owner, '--apply']);
  const namesOf = (...states: readonly FlakeStats['state'][]): readonly string[] =>
    analysis.tests
      .filter(({ stats }) => states.includes(stats.state))
      .map(({ test: { file, titlePath } }) => [file, ...titlePath].join(' > '))
      .toSorted();

  beforeAll(async () => {
    shop = await openScratchShop();
    const chaos = `${flakes},broken`;
    for (const draw of goodCommit) await run(draw, draw === '0' ? `${chaos},slow` : chaos);
    shop.commitPatch('02-tax-rounding-bug.patch');
    for (const draw of brokenCommit) await run(draw, chaos);
    analysis = await shop.e2eJson<Analysis>(['analyze-flaky']);
  });
  afterAll(() => shop.remove());

  test('each flake is called flaky, and nothing else is', () => {
    expect(namesOf('flaky')).toEqual(Object.values(flaky).toSorted());
  });

  test('what is broken, what regressed and what is slow is called that', () => {
    expect(namesOf('broken')).toEqual([broken]);
    expect(namesOf('regressed')).toEqual(regressed);
    expect(namesOf('flaky', 'broken', 'regressed', 'fixed')).not.toContain(slow);
  });

  test.each([
    { pattern: 'unseeded-random', name: flaky.random },
    { pattern: 'race', name: flaky.race },
    { pattern: 'time-dependence', name: flaky.midnight },
    { pattern: 'time-dependence', name: flaky.timeZone },
    { pattern: 'shared-mutable-state', name: flaky.order },
    { pattern: 'exact-assertion-on-computed-number', name: flaky.float },
  ])('$pattern is found in the code of $name', ({ pattern, name }) => {
    const found = analysis.findings.filter((finding) => finding.pattern === pattern);
    expect(found.map(({ location }) => location?.file)).toContain(name.split(' > ')[0]);
  });

  test('the patterns are joined with the flakes', () => {
    const joined = analysis.findings.filter(({ tests }) => tests.some(({ state }) => state === 'flaky'));
    expect(new Set(joined.map(({ pattern }) => pattern))).toEqual(
      new Set(['unseeded-random', 'race', 'time-dependence']),
    );
  });

  test.each([broken, ...regressed.slice(0, 1)])('quarantine takes no broken test: %s', async (name) => {
    expect(await quarantine(name, '@other')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('is not quarantined: ') as string,
    });
  });

  test('quarantine contains them: their runs are green, and what is broken stays red', async () => {
    for (const [index, name] of Object.values(flaky).entries()) {
      const added = await quarantine(name, index < 4 ? '@shop' : '@money');
      expect(added, added.stderr).toMatchObject({ exitCode: 0 });
    }
    shop.git('revert', '--no-edit', 'HEAD');
    const green = await run('4', flakes);
    expect(green.stderr).toContain(`forgiven: ${flaky.timeZone}`);
    expect(green).toMatchObject({ exitCode: 0 });
    const red = await run('4', `${flakes},broken`);
    expect(red).toMatchObject({ exitCode: 1 });
    expect(red.stderr).toContain(`stays red: ${broken} failed and is not quarantined`);
  });
});
