import { describe, expect, test } from 'vitest';

import { fixObjectionsOf, type PermittedChange } from './fix-objections.ts';

const before = `import { test, expect } from '@playwright/test';
const CART = '/cart';
const SHOWN = '/shown';
const HOME = 'nl';
const STATE = 'open';
test('pays', async ({ page }) => {
  await page.goto(CART);
  await page.goto('/a?b=1');
  await page.goto(SHOWN);
  await expect(page).toHaveURL(SHOWN);
  await page.waitForURL('/a');
  await page.route('/a', (route) => route.abort());
  await page.getByLabel('Country').selectOption(HOME);
  await page.getByLabel('Size').selectOption(['s', { label: 'Medium' }]);
  await page.getByLabel('State').selectOption(STATE);
  await expect(page.getByLabel('State')).toHaveValue(STATE);
  await page.getByLabel('User').fill('nl');
  // the last one
  await page.getByText('Pay').click();
  await expect(page.getByText('Paid')).toBeVisible();
});
`;

function objections(changes: PermittedChange, part: string, by: string): readonly string[] {
  expect(before).toContain(part);
  return fixObjectionsOf({ file: 'a.spec.ts', before, after: before.replace(part, by), changes });
}

/** Changes that none of the kinds permits. */
type Change = readonly [name: string, part: string, by: string];

const never: readonly Change[] = [
  ['an address that is asserted', `toHaveURL(SHOWN)`, `toHaveURL('/shown2')`],
  ['an address that is used for an assertion as well', `SHOWN = '/shown'`, `SHOWN = '/other'`],
  ['an address that is waited for', `waitForURL('/a')`, `waitForURL('/b')`],
  ['a route', `route('/a'`, `route('/b'`],
  ['what is filled in', `fill('nl')`, `fill('NL')`],
  ['what is asserted of a list', `STATE = 'open'`, `STATE = 'closed'`],
  ['a locator', `getByText('Pay')`, `getByText('Buy')`],
  ['a title', `'pays'`, `'buys'`],
  ['a dropped step', `  await page.getByText('Pay').click();\n`, ''],
  ['a dropped assertion', `  await expect(page.getByText('Paid')).toBeVisible();\n`, ''],
  ['a matcher', `toBeVisible`, `toBeAttached`],
  ['force', `getByText('Pay').click()`, `getByText('Pay').click({ force: true })`],
  ['a skipped test', `test('pays'`, `test.skip('pays'`],
  ['a comment', `// the last one`, `// @ts-ignore`],
  [
    'an assertion that is added',
    `  await page.getByText('Pay').click();\n`,
    `  await page.getByText('Pay').click();\n  await expect(1).toBe(1);\n`,
  ],
  ['a text that does not parse', `toBeVisible();`, `toBeVisible(;`],
];

describe('navigation', () => {
  test.each([
    ['a path', `goto('/a?b=1')`, `goto('/b?b=1')`],
    ['a constant for it', `CART = '/cart'`, `CART = '/basket'`],
  ])('%s may change', (_name, part, by) => {
    expect(objections('navigation', part, by)).toEqual([]);
  });

  test.each<Change>([
    ...never,
    ['a query', `goto('/a?b=1')`, `goto('/a?b=2')`],
    ['a host', `goto('/a?b=1')`, `goto('http://elsewhere/a?b=1')`],
    ['a page that is none', `goto('/a?b=1')`, `goto('about:blank')`],
    ['a relative path', `goto('/a?b=1')`, `goto('a?b=1')`],
    ['an empty path', `goto('/a?b=1')`, `goto('?b=1')`],
    ['an option', `goto(CART)`, `goto(CART, { timeout: 9 })`],
    ['code', `goto(CART)`, `goto(find())`],
    ['an option of a list', `HOME = 'nl'`, `HOME = 'NL'`],
    ['a step that is added', `  // the last one\n`, `  await page.getByText('Close').click();\n  // the last one\n`],
  ])('nothing else: %s', (_name, part, by) => {
    expect(objections('navigation', part, by)).not.toEqual([]);
  });
});

describe('a step that is added', () => {
  const added = (step: string): string => `  ${step}\n  // the last one\n`;

  test.each([
    ['a click', `await page.getByRole('button', { name: 'Close' }).click();`],
    ['in a region', `await page.getByRole('dialog', { name: 'News' }).getByRole('button').click();`],
  ])('%s may be', (_name, step) => {
    expect(objections('added-step', `  // the last one\n`, added(step))).toEqual([]);
  });

  test.each<Change>([
    ...never,
    ['a path', `goto('/a?b=1')`, `goto('/b?b=1')`],
    ['an option', `HOME = 'nl'`, `HOME = 'NL'`],
    ...[
      `page.getByRole('button', { name: 'Close' }).click();`,
      `await page.getByRole('button', { name: 'Close' }).click({ force: true });`,
      `await page.getByRole('button', { name: 'Close' }).click().catch(() => {});`,
      `await page.getByRole('button', { name: 'Close' }).first().click();`,
      `await page.getByRole('button', { name: /.*/ }).click();`,
      `await page.locator('body').click();`,
      `await page.locator('#a >> nth=0').click();`,
      `await page.locator(await find()).click();`,
      `await other.getByRole('button', { name: 'Close' }).click();`,
      `await page.getByRole('button', { name: 'Close' }).fill('');`,
      `await page.getByRole('button', { name: 'Close' }).evaluate('remove()');`,
      `await page.waitForTimeout(500);`,
      `await page.reload();`,
      `return;`,
      `test.skip();`,
      `await page.getByText('A').click();\n  await page.getByText('B').click();`,
      `if (page) await page.getByText('A').click();`,
    ].map((step) => [`another step: ${step}`, `  // the last one\n`, added(step)] as const),
    [
      'a step between a comment and what it is about',
      `  // the last one\n`,
      `  // the last one\n  await page.getByText('A').click();\n`,
    ],
    ['a step with a comment', `  // the last one\n`, added(`// @ts-ignore\n  await page.getByText('A').click();`)],
    ['a step outside of any function', `test('pays'`, `await page.getByText('A').click();\ntest('pays'`],
  ])('nothing else: %s', (_name, part, by) => {
    expect(objections('added-step', part, by)).not.toEqual([]);
  });
});

describe('an option', () => {
  test.each([
    ['in a list', `['s',`, `['small',`],
    ['a label', `label: 'Medium'`, `label: 'M'`],
    ['a constant for it', `HOME = 'nl'`, `HOME = 'NL'`],
  ])('%s may change', (_name, part, by) => {
    expect(objections('option', part, by)).toEqual([]);
  });

  test.each<Change>([
    ...never,
    ['a path', `goto('/a?b=1')`, `goto('/b?b=1')`],
    ['no option', `HOME = 'nl'`, `HOME = ''`],
    ['another way of selecting', `label: 'Medium'`, `index: 1`],
    ['one option less', `['s', { label: 'Medium' }]`, `['s']`],
    ['force', `selectOption(HOME)`, `selectOption(HOME, { force: true })`],
    ['code', `selectOption(HOME)`, `selectOption(find())`],
  ])('nothing else: %s', (_name, part, by) => {
    expect(objections('option', part, by)).not.toEqual([]);
  });
});
