import type { Heal } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { changeShop, runPlaywright } from '../cli/support/healing-shop.ts';
import type { TinyProject } from '../cli/support/tiny-project.ts';
import { createStepShop } from './support/step-shop.ts';

interface ShownHeal extends Heal {
  readonly diff: string;
  readonly tests: readonly string[];
  readonly isReady: boolean;
}
interface Healed {
  readonly failedTests: number;
  readonly heals: readonly ShownHeal[];
}

async function passingShop(): Promise<TinyProject> {
  const project = await createStepShop();
  const { exitCode, stdout } = await runPlaywright(project);
  expect(exitCode, stdout).toBe(0);
  return project;
}

/** Changes the shop, commits it, and fails unless tests break by it. */
async function breakShop(project: TinyProject, changes: Readonly<Record<string, string>>): Promise<void> {
  changeShop(project, changes);
  project.git('commit', '-aqm', 'Another shop');
  const { exitCode, stdout } = await runPlaywright(project);
  expect(exitCode, stdout).toBe(1);
}

const isClean = (project: TinyProject): boolean => project.git('status', '--porcelain') === '';

describe('what changed is no locator', () => {
  let project: TinyProject;
  let shown: Healed & { readonly exitCode: number | null };
  beforeAll(async () => {
    project = await passingShop();
    await breakShop(project, {
      '/cart': '/basket',
      'value="nl"': 'value="NL"',
      '<!-- dialog -->': '<dialog><h2>What is new</h2><p>Profiles have pictures.</p><button>Got it</button></dialog>',
    });
    shown = await project.e2eJson<Healed>(['heal', '--apply', '--confidence', '0.7']);
  }, 240_000);
  afterAll(() => project.remove());

  test.each([
    ['route', 'checks out', `-  await page.goto('/cart');\n+  await page.goto('/basket');`],
    [
      'renamed-value',
      'sends an order',
      `-  await page.getByLabel('Country').selectOption('nl');\n+  await page.getByLabel('Country').selectOption('NL');`,
    ],
    ['dialog', 'saves the name', `+  await page.getByRole('button', { name: 'Got it' }).click();`],
  ])('a %s is shown with its diff and run, and not written even with `--apply`', (kind, title, diff) => {
    const heal = shown.heals.find(({ tests }) => tests.some((name) => name.endsWith(title)));
    expect(heal, JSON.stringify(shown.heals, undefined, 1)).toMatchObject({
      kind,
      outcome: 'escalated',
      isReady: false,
    });
    expect(heal?.diff).toContain(diff);
    expect(heal?.proof).toMatchObject([
      { name: 'passes', held: true },
      { name: 'other-tests', held: true },
    ]);
    expect(heal?.tests).toHaveLength(kind === 'route' ? 2 : 1);
    expect(shown).toMatchObject({ exitCode: 1, failedTests: 4 });
    expect(isClean(project)).toBe(true);
  });

  test.each(['route', 'renamed-value', 'dialog'])('a person takes a %s, and takes it back', async (kind) => {
    const { id = '', file = '' } = shown.heals.find((one) => one.kind === kind) ?? {};
    const before = project.read(file);
    const applied = await project.e2eJson<Healed>(['heal', 'apply', id]);
    expect(applied).toMatchObject({ exitCode: 0, heals: [{ id, outcome: 'accepted' }] });
    expect(project.git('status', '--porcelain').trim()).toBe(`M ${file}`);
    const { stdout } = await runPlaywright(project);
    expect(stdout).toContain(kind === 'route' ? '3 passed, 2 failed' : '2 passed, 3 failed');
    const reverted = await project.e2eJson<{ readonly heal: Heal }>(['heal', 'revert', id, '--apply']);
    expect(reverted).toMatchObject({ exitCode: 0, heal: { outcome: 'reverted' } });
    expect(project.read(file)).toBe(before);
  });
});

describe('what the application broke', () => {
  let project: TinyProject;
  beforeAll(async () => {
    project = await passingShop();
  }, 120_000);
  afterAll(() => project.remove());

  test.each([
    [
      'a page that is gone, a dialog that reports an error, an option that was taken away',
      {
        "  '/cart': layout": "  '/gone': layout",
        '<a href="/cart">Cart</a> ': '',
        '<!-- dialog -->': '<dialog><p>Something went wrong.</p><button>Close</button></dialog>',
        '<option value="nl">Netherlands</option>': '',
      },
    ],
    [
      'a page that links still lead to, a dialog that asks, an option in place of which there is another',
      {
        "  '/cart': layout": "  '/basket': layout",
        '<!-- dialog -->': '<dialog><p>Replace the name of your account?</p><button>OK</button></dialog>',
        '<option value="nl">Netherlands</option>': '<option value="dk">Denmark</option>',
      },
    ],
  ])('nothing is proposed for %s', async (_name, changes) => {
    const was = project.read('app.mjs');
    await breakShop(project, changes);
    const { heals, exitCode, failedTests } = await project.e2eJson<Healed>(['heal']);
    expect({ exitCode, failedTests }).toEqual({ exitCode: 1, failedTests: 5 });
    expect(
      heals.filter(({ outcome, diff }) => outcome !== 'refused' || diff !== ''),
      JSON.stringify(heals, undefined, 1),
    ).toEqual([]);
    expect(isClean(project)).toBe(true);
    project.write('app.mjs', was);
    project.git('commit', '-aqm', 'The shop as it was');
    expect((await runPlaywright(project)).exitCode).toBe(0);
  });
});
