import type { Heal } from '@millwright/core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { changeShop, runPlaywright } from '../cli/support/healing-shop.ts';
import type { TinyProject } from '../cli/support/tiny-project.ts';
import { createManyShop } from './support/many-shop.ts';

interface ShownHeal extends Heal {
  readonly diff: string;
  readonly tests: readonly string[];
  readonly isReady: boolean;
}
interface Healed {
  readonly exitCode: number | null;
  readonly failedTests: number;
  readonly heals: readonly ShownHeal[];
}

let project: TinyProject;
let app = '';
beforeAll(async () => {
  project = await createManyShop();
  app = project.read('app.mjs');
  const { exitCode, stdout } = await runPlaywright(project);
  expect(exitCode, stdout).toBe(0);
}, 120_000);
afterAll(() => project.remove());

/** Every one begins with the shop as it was, in which all tests passed. */
afterEach(async () => {
  project.git('checkout', '--quiet', '--', 'tests');
  project.write('app.mjs', app);
  project.git('commit', '-aqm', 'The shop as it was');
  const { exitCode, stdout } = await runPlaywright(project);
  expect(exitCode, stdout).toBe(0);
}, 120_000);

/** Changes the shop and lets `e2e heal` repair what breaks. */
async function heal(changes: Readonly<Record<string, string>>, ...flags: readonly string[]): Promise<Healed> {
  changeShop(project, changes);
  project.git('commit', '-aqm', 'Another shop');
  const { exitCode, stdout } = await runPlaywright(project);
  expect(exitCode, stdout).toBe(1);
  return project.e2eJson<Healed>(['heal', '--apply', ...flags]);
}

const told = (healed: Healed): string => JSON.stringify(healed, undefined, 1);
const changedFiles = (): readonly string[] =>
  project
    .git('diff', '--name-only')
    .split('\n')
    .filter((name) => name !== '');
const isGreen = async (): Promise<boolean> => (await runPlaywright(project)).exitCode === 0;

test('one edit mends a test in two projects', async () => {
  const healed = await heal({ '>Place order<': '>Complete purchase<' });
  expect(healed, told(healed)).toMatchObject({ exitCode: 0, failedTests: 2, heals: [{ outcome: 'accepted' }] });
  expect(healed.heals[0]?.tests).toHaveLength(2);
  expect(healed.heals[0]?.proof?.find(({ name }) => name === 'other-tests')?.detail).toContain('1 other test');
  expect(project.read('tests/order.spec.ts')).toContain("{ name: 'Complete purchase' }");
  expect(await isGreen()).toBe(true);
});

test('an edit that helps in one project alone is not written', async () => {
  const healed = await heal({
    '>Place order<': '>Complete purchase<',
    '// narrow': "if (innerWidth < 500) order.textContent = 'Buy it all';",
  });
  expect(healed, told(healed)).toMatchObject({ exitCode: 1, failedTests: 2 });
  expect(
    healed.heals.filter(({ outcome }) => outcome === 'accepted'),
    told(healed),
  ).toEqual([]);
  expect(changedFiles()).toEqual([]);
});

test('a test of a loop and one of a page object with a parameter are mended for all that share them', async () => {
  const healed = await heal({ 'class="add"': 'class="put"', "'.add'": "'.put'", 'product-': 'item-' });
  expect(healed, told(healed)).toMatchObject({ exitCode: 0, failedTests: 4 });
  expect(healed.heals.map(({ tests }) => tests.length)).toEqual([2, 2]);
  expect(changedFiles()).toEqual(['tests/products.spec.ts', 'tests/shop-page.ts']);
  expect(project.read('tests/products.spec.ts')).not.toContain('.add');
  expect(project.read('tests/shop-page.ts')).toContain('getByTestId(`item-${name}`)');
  expect(await isGreen()).toBe(true);
});

test('a test in the middle of a serial group is mended behind those before it', async () => {
  const healed = await heal({
    'id="change"': 'id="alter"',
    "[['begin', 'begin'], ['change', 'change']": "[['begin', 'begin'], ['alter', 'change']",
  });
  expect(healed, told(healed)).toMatchObject({ exitCode: 0, failedTests: 1, heals: [{ outcome: 'accepted' }] });
  expect(project.read('tests/draft.spec.ts')).toContain("locator('#alter')");
  expect(await isGreen()).toBe(true);
});

test('a test behind it that has lost a locator of its own is mended after it', async () => {
  const healed = await heal({
    'id="change"': 'id="alter"',
    'id="finish"': 'id="end"',
    "['change', 'change'], ['finish', 'finish']": "['alter', 'change'], ['end', 'finish']",
  });
  expect(healed, told(healed)).toMatchObject({
    exitCode: 0,
    heals: [{ outcome: 'accepted' }, { outcome: 'accepted' }],
  });
  expect(project.read('tests/draft.spec.ts')).toMatch(/locator\('#alter'\)[^]*locator\('#end'\)/);
  expect(await isGreen()).toBe(true);
});

test('a repair is not taken when the test behind it in its serial group fails with it', async () => {
  const healed = await heal({
    'id="change"': 'id="alter"',
    "['change', 'change']": "['alter', 'change']",
    "finish: ['changed', 'none']": "finish: ['begun', 'none']",
  });
  expect(healed, told(healed)).toMatchObject({ exitCode: 1, failedTests: 1, heals: [{ outcome: 'escalated' }] });
  expect(healed.heals[0]?.proof?.find(({ name }) => name === 'other-tests')).toMatchObject({
    held: false,
    detail: expect.stringContaining('"is finished"') as string,
  });
  expect(changedFiles()).toEqual([]);
});

test('a setup on which the other projects depend is mended', async () => {
  const healed = await heal({ 'id="enter"': 'id="go-in"', "querySelector('#enter')": "querySelector('#go-in')" });
  expect(healed, told(healed)).toMatchObject({ exitCode: 0, failedTests: 1, heals: [{ outcome: 'accepted' }] });
  expect(project.read('tests/auth.setup.ts')).toContain("locator('#go-in')");
  expect(await isGreen()).toBe(true);
});
