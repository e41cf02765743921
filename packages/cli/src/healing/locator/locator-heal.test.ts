import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Heal, healRefusalOf } from '@millwright/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Context } from '../../context/context.ts';
import { createContext } from '../../context/create-context.ts';
import { createFakeWorld } from '../../frame/fixtures/fake-world.ts';
import { createPaint } from '../../render/paint.ts';
import type { BrokenTest } from './broken-test.ts';
import type { ProposedCase } from './heal-case.ts';
import { type HealEnding, candidateOf, keptHealOf, proposedHealOf } from './locator-heal.ts';
import { renderHealSummary, renderLocatorHeals } from './render-locator-heals.ts';

const text = "await page.locator('#pay').click();\n";
const proposed = {
  kind: 'proposed',
  broken: {
    test: { id: 'aaaaaaaaaaaaaaaa', project: '', file: 'pay.spec.ts', titlePath: ['pays'] },
    planned: { testId: 'aaaaaaaaaaaaaaaa', file: 'pay.spec.ts', titlePath: ['pays'] },
    runId: 'run',
    failedAt: '2026-10-31T12:00:00.000Z',
  },
  patch: { file: 'pay.spec.ts', edits: [{ start: 19, end: 25, newText: "'#buy'" }], summary: '', safety: 'safe' },
  locator: "locator('#buy')",
  proposal: { diagnosis: { page: { locator: "locator('#pay')" }, remembered: {} }, verdict: {} },
} as unknown as ProposedCase;
const count = { runs: 1, failures: 1 };
const rejected: HealEnding = {
  outcome: 'rejected',
  probability: 0.9,
  isReady: false,
  control: count,
  verification: { passed: false, ...count },
};

let root = '';
let context: Context;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'millwright-locator-heal-'));
  writeFileSync(join(root, 'package.json'), '{}\n');
  context = await createContext(createFakeWorld(root), { root });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const triedWith = (ending: HealEnding): Heal => keptHealOf(proposedHealOf(context, proposed, text, ending));

test('a repair that was tried three times and failed is given up until the file changes', () => {
  const past = [1, 2, 3].map(() => triedWith(rejected));
  expect(healRefusalOf(candidateOf(context, proposed, text), past, 3)?.why).toBe('given up');
  expect(healRefusalOf(candidateOf(context, proposed, `${text}// changed\n`), past, 3)).toBeUndefined();
});

test('what kept it from being tried is no try', () => {
  const { verification: _none, ...untried } = rejected;
  const past = [1, 2, 3].map(() => triedWith({ ...untried, outcome: 'unproved' }));
  expect(healRefusalOf(candidateOf(context, proposed, text), past, 3)).toBeUndefined();
});

test('the picture of before is told apart from those of after, and where there is none, how one gets it', () => {
  const picture = 'history/elements/pictures/a.png';
  const remembered = { fingerprint: { tag: 'button' }, seenAt: '2026-10-31T12:00:00.000Z', picture };
  const { diagnosis, verdict } = proposed.proposal;
  const pictured = { ...proposed, proposal: { diagnosis: { ...diagnosis, remembered }, verdict } } as ProposedCase;
  const shownHeal = () =>
    proposedHealOf(context, pictured, text, { ...rejected, crops: [join(context.dir, 'heals/1/b.png')] });
  const hint = /elements: 'pictures'/;
  const after = ['.millwright/heals/1/b.png'];

  const without = shownHeal();
  expect(without.pictures).toEqual({ after });
  expect(renderHealSummary([without], 1, '')).toMatch(hint);
  mkdirSync(join(context.dir, 'history/elements/pictures'), { recursive: true });
  writeFileSync(join(context.dir, picture), '');
  const shown = shownHeal();
  expect(shown.pictures).toEqual({ before: `.millwright/${picture}`, after });
  expect(renderLocatorHeals(createPaint({}, {}), [shown])).toContain(
    `  picture before .millwright/${picture}\n  picture after  ${after[0]}\n`,
  );
  expect(renderHealSummary([shown], 1, '')).not.toMatch(hint);
  expect(keptHealOf(shown)).not.toHaveProperty('pictures');
});

test('the same test of two projects is told as two', () => {
  const inProject = (project: string): BrokenTest => {
    const { broken } = proposed;
    return { ...broken, test: { ...broken.test, project } };
  };
  const { tests } = proposedHealOf(context, { ...proposed, broken: inProject('wide') }, text, {
    ...rejected,
    also: [inProject('narrow'), inProject('wide')],
  });
  expect(tests).toEqual(['[wide] pay.spec.ts > pays', '[narrow] pay.spec.ts > pays']);
});
