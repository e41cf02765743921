import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Heal } from '@millwright/core';

import { changeShop, createHealingShop, runPlaywright } from './support/healing-shop.ts';
import type { TinyProject } from './support/tiny-project.ts';

interface Healed {
  readonly failedTests: number;
  readonly branch?: { readonly name: string; readonly commit: string };
  readonly heals: readonly (Heal & {
    readonly diff: string;
    readonly tests: readonly string[];
    readonly isReady: boolean;
    readonly pictures: readonly string[];
    readonly locator?: { readonly before: string; readonly after?: string };
  })[];
}

let project: TinyProject;
beforeAll(async () => {
  project = await createHealingShop();
  const { exitCode, stdout } = await runPlaywright(project);
  expect(exitCode, stdout).toBe(0);
  changeShop(project, {
    '>Place order<': '>Complete purchase<',
    'id="save"': 'id="save-profile"',
    '<button id="subscribe">Subscribe</button>': '',
    'id="total">12': 'id="total">10',
  });
  project.git('commit', '-aqm', 'Another look, and two bugs');
  expect((await runPlaywright(project)).exitCode).toBe(1);
}, 120_000);
afterAll(() => project.remove());

const healOf = ({ heals }: Healed, title: string): Healed['heals'][number] | undefined =>
  heals.find(({ tests }) => tests.some((name) => name.endsWith(title)));

describe('a shop with another look and two bugs', () => {
  let shown: Healed & { readonly exitCode: number | null };

  test('e2e heal proves what it found, and writes nothing', async () => {
    shown = await project.e2eJson<Healed>(['heal']);
    expect(shown.exitCode).toBe(1);
    expect(shown.failedTests).toBe(5);
    expect(project.git('status', '--porcelain')).toBe('');
    const order = healOf(shown, 'places an order');
    expect(order).toMatchObject({ outcome: 'proposed', isReady: true, file: 'tests/basket-page.ts' });
    expect(order?.locator?.after).toBe("getByRole('button', { name: 'Complete purchase' })");
    expect(order?.tests).toHaveLength(2);
    expect(order?.proof?.map(({ name, held }) => [name, held])).toEqual(
      ['edit', 'passes', 'unique', 'contract', 'other-tests', 'without-element', 'altered-assertion'].map((name) => [
        name,
        true,
      ]),
    );
    expect(order?.pictures.length).toBeGreaterThan(0);
    expect(order?.diff).toContain("+    await this.page.getByRole('button', { name: 'Complete purchase' }).click();");
    expect(healOf(shown, 'saves the name')).toMatchObject({
      isReady: true,
      locator: { after: "locator('#save-profile')" },
    });
  }, 120_000);

  test('what the application broke is refused with its reason', () => {
    expect(healOf(shown, 'subscribes')).toMatchObject({
      outcome: 'refused',
      refusal: { why: 'not-found-again', isProduct: true },
    });
    expect(healOf(shown, 'adds up')).toMatchObject({ outcome: 'refused', refusal: { why: 'value', isProduct: true } });
  });

  test('--branch commits what was proved, and leaves the files alone', async () => {
    const { branch, heals } = await project.e2eJson<Healed>([
      'heal',
      '--branch',
      'new-look',
      '--test',
      'saves the name',
    ]);
    expect(heals).toMatchObject([{ outcome: 'accepted', branch: 'new-look' }]);
    expect(project.git('status', '--porcelain')).toBe('');
    expect(project.git('diff', '--stat', `main..${branch?.commit ?? ''}`)).toContain('tests/shop.spec.ts | 2 +-');
  }, 60_000);

  test('--apply writes it; the tests pass again, and the bugs stay red', async () => {
    const applied = await project.e2eJson<Healed>(['heal', '--apply']);
    expect(healOf(applied, 'places an order')?.outcome).toBe('accepted');
    expect(project.git('diff', '--stat')).toContain('2 files changed, 2 insertions(+), 2 deletions(-)');
    const { stdout } = await runPlaywright(project);
    expect(stdout).toContain('4 passed, 2 failed');
  }, 180_000);
});
