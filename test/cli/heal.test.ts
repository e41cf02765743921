import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Heal } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { driftOf, parseJsonPage } from '../docs/json-page.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import { changeShop, createHealingShop, runPlaywright } from './support/healing-shop.ts';
import type { TinyProject } from './support/tiny-project.ts';

interface ShownHeal extends Heal {
  readonly diff: string;
  readonly tests: readonly string[];
  readonly isReady: boolean;
  readonly pictures: { readonly before?: string; readonly after: readonly string[] };
  readonly locator?: { readonly before: string; readonly after?: string };
}
interface Healed {
  readonly failedTests: number;
  readonly branch?: { readonly name: string; readonly commit: string };
  readonly heals: readonly ShownHeal[];
}

const page = parseJsonPage(readFileSync(join(repositoryRoot, 'docs/json.md'), 'utf8'));
const driftFromPage = (command: string, document: object): readonly string[] =>
  page.filter((section) => section.command === command).flatMap((section) => driftOf(section, [documented(document)]));

/** Without what the test adds to a document. */
function documented(document: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== 'exitCode' && name !== 'stderr'));
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
});
afterAll(() => project.remove());

const healOf = ({ heals }: Healed, title: string): ShownHeal | undefined =>
  heals.find(({ tests }) => tests.some((name) => name.endsWith(title)));
const isClean = (): boolean => project.git('status', '--porcelain') === '';

describe('a shop with another look and two bugs', () => {
  test('what is proved can be a commit on a branch; what the application broke is refused; the files stay', async () => {
    const shown = await project.e2eJson<Healed>(['heal', '--branch', 'new-look']);
    expect(shown.exitCode).toBe(1);
    expect(shown.failedTests).toBe(5);
    expect(isClean()).toBe(true);
    expect(project.git('diff', '--stat', `main..${shown.branch?.commit ?? ''}`)).toContain('2 files changed');
    const order = healOf(shown, 'places an order');
    expect(order).toMatchObject({ outcome: 'accepted', branch: 'new-look', file: 'tests/basket-page.ts' });
    expect(order?.locator?.after).toBe("getByRole('button', { name: 'Complete purchase' })");
    expect(order?.tests).toHaveLength(2);
    expect(order?.proof?.filter(({ held }) => held).map(({ name }) => name)).toEqual([
      'edit',
      'passes',
      'unique',
      'contract',
      'other-tests',
      'without-element',
      'altered-assertion',
      'without-step',
    ]);
    expect(order?.proof?.at(-1)?.detail).toMatch(/left out the test fails\.$/);
    expect(order?.pictures.after).toHaveLength(1);
    for (const path of [order?.pictures.before ?? '', ...(order?.pictures.after ?? [])])
      expect(readFileSync(join(project.root, path)).subarray(1, 4).toString()).toBe('PNG');
    expect(order?.diff).toContain("+    await this.page.getByRole('button', { name: 'Complete purchase' }).click();");
    expect(healOf(shown, 'saves the name')?.locator?.after).toBe("locator('#save-profile')");
    expect(healOf(shown, 'subscribes')).toMatchObject({
      outcome: 'refused',
      refusal: { why: 'not-found-again', isProduct: true },
    });
    expect(healOf(shown, 'adds up')).toMatchObject({ outcome: 'refused', refusal: { why: 'value', isProduct: true } });
    expect(driftFromPage('heal', shown)).toEqual([]);
  });

  test('e2e heal alone writes nothing, and nothing goes to a branch that nobody committed', async () => {
    const text = project.read('tests/shop.spec.ts');
    project.write('tests/shop.spec.ts', `${text}// mine\n`);
    const dirty = await project.e2eJson<Healed>(['heal', '--branch', 'mine', '--test', 'saves the name']);
    expect(dirty.heals).toMatchObject([
      { outcome: 'unproved', reason: 'tests/shop.spec.ts has uncommitted changes, so the repair was not tried.' },
    ]);
    expect(project.git('branch', '--list', 'mine')).toBe('');
    const shown = await project.e2eJson<Healed>(['heal', '--test', 'saves the name']);
    expect(shown.heals).toMatchObject([{ outcome: 'proposed', isReady: true }]);
    expect(project.read('tests/shop.spec.ts')).toBe(`${text}// mine\n`);
    project.write('tests/shop.spec.ts', text);
  });

  test('a heal that was killed is undone at the next start', async () => {
    const before = project.read('tests/shop.spec.ts');
    const child = startHeal(['heal', '--apply', '--test', 'saves the name']);
    const deadlineMs = Date.now() + 120_000;
    while (project.read('tests/shop.spec.ts') === before && Date.now() < deadlineMs) await sleep(50);
    process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
    expect(project.read('tests/shop.spec.ts')).toContain('#save-profile');
    const { stderr, exitCode } = await project.e2e(['heal', '--no-proof']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('tests/shop.spec.ts held a repair whose proof was cut short; the repair was taken back.');
    expect(project.read('tests/shop.spec.ts')).toBe(before);
  });

  test('autonomous-run --auto-fix repairs what it proves; the bugs stay red, and a repair can be taken back', async () => {
    const applied = await project.e2eJson<Healed>(['autonomous-run', '--auto-fix', '--no-retry', '--no-stress']);
    expect(healOf(applied, 'places an order')?.outcome).toBe('accepted');
    expect(healOf(applied, 'saves the name')?.outcome).toBe('accepted');
    expect(project.git('diff', '--stat')).toContain('2 files changed, 2 insertions(+), 2 deletions(-)');
    expect((await runPlaywright(project)).stdout).toContain('4 passed, 2 failed');
    const id = healOf(applied, 'saves the name')?.id ?? '';
    const reverted = await project.e2eJson<{ readonly heal: Heal }>(['heal', 'revert', id, '--wrong', '--apply']);
    expect(reverted.heal).toMatchObject({ outcome: 'reverted', takenBack: { wasFalse: true } });
    expect(project.read('tests/shop.spec.ts')).toContain("locator('#save')");
    expect(driftFromPage('heal revert', reverted)).toEqual([]);
  });
});

/** In a group of its own, to be killed with all that it started. */
function startHeal(args: readonly string[]): ChildProcess {
  const bin = join(repositoryRoot, 'packages/cli/dist/bin.js');
  return spawn(process.execPath, [bin, ...args], { cwd: project.root, detached: true, stdio: 'ignore' });
}
