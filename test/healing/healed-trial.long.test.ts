import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ScratchProject, createScratchProject } from '../support/scratch-project.ts';
import { type HealedTest, healVariants, rememberElements } from '../support/trial/heal-variant.ts';
import { isForLocators, readTruth, type TrialVariant } from '../support/trial/truth.ts';

/** One of each kind, in places of their own: they can be put on together, and one start of the runner proves several. */
const sampleOfChanges = [
  'product-test-ids-renamed',
  'address-placeholders-reworded',
  'featured-card-first',
  'place-order-twice',
];
const sampleOfBugs = ['delete-account-gone', 'login-email-gone', 'product-add-dead', 'product-lost'];
const together = ['totals-test-ids-renamed', 'total-without-tax'];

let shop: ScratchProject;
let variants: ReadonlyMap<string, TrialVariant>;
const those = (names: readonly string[]): readonly TrialVariant[] =>
  names.flatMap((name) => variants.get(name) ?? []).map((one) => ({ ...one, breaks: one.breaks.slice(0, 1) }));
beforeAll(async () => {
  shop = createScratchProject('shop', undefined, undefined, { withTrial: true });
  variants = new Map(readTruth(shop.root).map((variant) => [variant.name, variant]));
  const all = those([...sampleOfChanges, ...sampleOfBugs, ...together]);
  await rememberElements(shop, [...new Set(all.flatMap(({ breaks }) => breaks.map((one) => one.test)))]);
});
afterAll(() => shop.remove());

const told = (tests: readonly HealedTest[]): string => tests.map((one) => `${one.test}: ${one.says}`).join('\n');

describe('the trial, in a sample', () => {
  test('tests that break on harmless changes are healed, or the right element is on top', async () => {
    const changes = those(sampleOfChanges);
    const healed = await healVariants(shop, changes);
    const mendable = new Set(changes.flatMap(({ breaks }) => breaks.filter(isForLocators).map((one) => one.test)));
    const tests = healed.filter((one) => mendable.has(one.test));
    expect(
      healed.filter((one) => one.isGreen && one.isRight === false),
      told(healed),
    ).toEqual([]);
    const good = tests.filter(({ isGreen, isRight }) => isGreen || isRight === true);
    expect(good.length / tests.length, told(healed)).toBeGreaterThanOrEqual(0.9);
    expect(tests.filter(({ isGreen }) => isGreen).length, told(healed)).toBeGreaterThan(0);
  });

  test('no test that fails on a bug is turned green', async () => {
    const healed = await healVariants(shop, those(sampleOfBugs));
    expect(
      healed.filter(({ isGreen }) => isGreen),
      told(healed),
    ).toEqual([]);
  });

  test('nor when a change comes with it', async () => {
    const [change, bug] = those(together);
    const ofBug = new Set(bug?.breaks.map((one) => one.test));
    const healed = await healVariants(shop, change && bug ? [change, bug] : []);
    expect(
      healed.filter((one) => one.isGreen && ofBug.has(one.test)),
      told(healed),
    ).toEqual([]);
    expect(healed.length).toBeGreaterThan(1);
  });
});
