import { runInNewContext } from 'node:vm';

import { type FailingPage, judgeRelocation, type RememberedElement, synthesizeLocator } from '@millwright/core';
import type { ElementFingerprint } from '@millwright/core/relocation';
import { fixObjectionsOf } from '@millwright/source';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { findChromium } from '../support/chromium.ts';
import { harmlessChanges } from './harmless-changes.ts';
import { readElements, truthIn } from './read-elements.ts';
import { realBugs } from './real-bugs.ts';
import { shopPage } from './shop-page.ts';

let browser: Browser;
let page: Page;
/** The page as it was. */
let old: Page;
let before: readonly ElementFingerprint[];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] });
  [page, old] = [await browser.newPage(), await browser.newPage()];
  await old.setContent(shopPage);
  before = (await readElements(old)).elements;
});
afterAll(async () => {
  await browser.close();
});

/** What a suite that knows the page well remembers of it. */
function rememberedHere(): readonly RememberedElement[] {
  return before.filter(({ tag }) => /^(?:a|button|input)$/.test(tag)).map((fingerprint) => remembered(fingerprint, ''));
}

function remembered(fingerprint: ElementFingerprint, locator: string): RememberedElement {
  const place = { file: 'shop.spec.ts', line: 1, column: 1 };
  return { place, locator, selector: '', action: 'click', ordinal: 0, url: '/shop', fingerprint, twins: 1, seenAt: '' };
}

/** What the locator resolved to on the page as it was. */
async function targetOf(locator: string): Promise<ElementFingerprint> {
  await old.evaluate('for (const one of document.querySelectorAll("*")) one.truth = false');
  await evaluated(locator, old).evaluate((element) => Object.assign(element, { truth: true }));
  const target = before[await truthIn(old)];
  if (!target) throw new Error(`${locator} finds nothing on the page`);
  return target;
}

function evaluated(locator: string, on = page): ReturnType<Page['locator']> {
  return runInNewContext(`page.${locator}`, { page: on }) as ReturnType<Page['locator']>;
}

/** The verdict on the changed page, and the locators for the candidate. */
async function foundAgain(locator: string, html: string, action = 'click', title = 'Shop', assertsText = false) {
  const target = await targetOf(locator);
  await page.setContent(html);
  await page.evaluate(
    "document.querySelectorAll('shadow-box').forEach((box) => { box.attachShadow({ mode: 'open' }).innerHTML = box.innerHTML; box.innerHTML = ''; })",
  );
  await page.evaluate(
    "for (const root of [document, ...[...document.querySelectorAll('*')].flatMap((one) => one.shadowRoot ?? [])]) for (const one of root.querySelectorAll('[data-truth]')) { one.truth = true; one.removeAttribute('data-truth'); }",
  );
  const { elements, truth } = await readElements(page);
  const failing: FailingPage = {
    place: { file: 'shop.spec.ts', line: 1, column: 1 },
    locator,
    selector: '',
    action,
    ordinal: 0,
    url: '/shop',
    title,
    matches: 0,
    elements,
  };
  const verdict = judgeRelocation({
    remembered: remembered(target, locator),
    page: failing,
    rememberedHere: rememberedHere(),
  });
  const index = verdict.candidate?.index ?? -1;
  const locators =
    verdict.verdict === 'refuse' ? [] : synthesizeLocator({ locator, old: target, index, page: elements, assertsText });
  return { verdict, truth, index, locators };
}

describe('a harmless change', () => {
  test.each(harmlessChanges)('$id: $change', async ({ locator, html, outcome, written, action, assertsText }) => {
    const { verdict, truth, index, locators } = await foundAgain(locator, html, action, 'Shop', assertsText);
    expect(truth).not.toBe(-1);
    expect([verdict.verdict, verdict.reasons], JSON.stringify(verdict.probability)).toEqual([
      outcome,
      outcome === 'automatic' ? [] : expect.anything(),
    ]);
    expect(index).toBe(truth);
    // Whatever is proposed resolves to the element alone, in the browser itself.
    for (const { locator: proposed } of locators) {
      const resolved = await evaluated(proposed).evaluateAll((found) =>
        found.map((one) => Reflect.get(one, 'truth') === true),
      );
      expect([proposed, resolved]).toEqual([proposed, [true]]);
    }
    expect(locators[0]?.locator).toBe(written);
  });
});

test.each(harmlessChanges.filter(({ written }) => written !== undefined))(
  '$id: the locator that is written for it loosens nothing',
  ({ locator, written, assertsText }) => {
    const textOf = (used: string): string =>
      assertsText
        ? `test('a', async ({ page }) => { await expect(page.${used}).toHaveText('12'); });`
        : `test('a', async ({ page }) => { await page.${used}.click(); });`;
    const [before, after] = [textOf(locator), textOf(written ?? '')];
    expect(fixObjectionsOf({ file: 'a.spec.ts', before, after, changes: 'locators' })).toEqual([]);
  },
);

describe('a real bug', () => {
  test.each(realBugs)('$id: $change', async ({ locator, html, guard, title, action }) => {
    const { verdict, locators } = await foundAgain(locator, html, action, title);
    expect(
      [verdict.verdict, verdict.findings.map((one) => one.guard), verdict.reasons],
      String(verdict.probability),
    ).toEqual(['refuse', guard === undefined ? expect.anything() : expect.arrayContaining([guard]), expect.anything()]);
    expect(locators).toEqual([]);
  });
});
