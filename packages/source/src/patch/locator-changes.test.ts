import { describe, expect, test } from 'vitest';

import { fixObjectionsOf } from './fix-objections.ts';

const before = `import { test, expect } from '@playwright/test';
const PAY = '#pay';
test('pays', async ({ page }) => {
  await page.getByRole('button', { name: 'Pay' }).click();
  await page.click('#confirm');
  await expect(page.locator('#total')).toHaveText('12');
  await expect(page.locator('.row')).toHaveCount(3);
});
`;

function objections(part: string, by: string): readonly string[] {
  expect(before).toContain(part);
  return fixObjectionsOf({ file: 'a.spec.ts', before, after: before.replace(part, by), changes: 'locators' });
}

describe('locators may change', () => {
  test.each([
    ['a name', `'Pay' })`, `'Buy' })`],
    ['a strategy', `getByRole('button', { name: 'Pay' })`, `getByTestId('pay')`],
    ['a scope', `page.getByRole(`, `page.getByRole('form').getByRole(`],
    ['what an assertion looks at', `locator('#total')`, `getByTestId('total')`],
    ['a constant', `PAY = '#pay'`, `PAY = '#buy'`],
    ['the selector of an action', `click('#confirm')`, `getByRole('button', { name: 'OK' }).click()`],
  ])('%s', (_name, part, by) => {
    expect(objections(part, by)).toEqual([]);
  });
});

describe('nothing else may', () => {
  test.each([
    ['an expected value', `toHaveText('12')`, `toHaveText('13')`],
    ['a matcher', `toHaveText('12')`, `toContainText('12')`],
    ['a number', 'toHaveCount(3)', 'toHaveCount(2)'],
    ['a negation', `).toHaveText`, `).not.toHaveText`],
    ['soft', `await expect(page.locator('#total'))`, `await expect.soft(page.locator('#total'))`],
    ['force', `{ name: 'Pay' }).click()`, `{ name: 'Pay' }).click({ force: true })`],
    ['a longer limit', `toHaveText('12')`, `toHaveText('12', { timeout: 60000 })`],
    ['a position', `locator('#total')`, `locator('#total').first()`],
    ['a skipped test', `test('pays'`, `test.skip('pays'`],
    ['fixme', `test('pays'`, `test.fixme('pays'`],
    ['only', `test('pays'`, `test.only('pays'`],
    ['a title', `test('pays'`, `test('buys'`],
    ['catch', `{ name: 'Pay' }).click()`, `{ name: 'Pay' }).click().catch(() => {})`],
    ['a dropped step', `  await page.click('#confirm');\n`, ''],
    ['a dropped assertion', `  await expect(page.locator('#total')).toHaveText('12');\n`, ''],
    ['another page', `page.getByRole('button'`, `other.getByRole('button'`],
    ['another deed', `page.click('#confirm')`, `page.hover('#confirm')`],
    ['a lost await', `await page.click`, `page.click`],
    ['code deep in a locator', `locator('#total')`, `locator(await find()).getByRole('cell')`],
    ['an option that is none of a locator', `locator('#total')`, `locator('#sum', { timeout: 5 })`],
    ['code in the selector of an action', `click('#confirm')`, `click(await find())`],
    ['code in a locator', `locator('#total')`, `locator(await find())`],
    ['a text that does not parse', `toHaveCount(3)`, `toHaveCount(3`],
  ])('%s', (_name, part, by) => {
    expect(objections(part, by)).not.toEqual([]);
  });
});
