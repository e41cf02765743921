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

/** The objections to a change of one line of a test, with other lines of the file before it. */
function objectionsTo(line: string, by: string, beside = ''): readonly string[] {
  const text = (step: string): string =>
    `import { test, expect } from '@playwright/test';\n${beside}\ntest('pays', async ({ page }) => {\n  ${step}\n});\n`;
  expect(line).not.toBe(by);
  return fixObjectionsOf({ file: 'a.spec.ts', before: text(line), after: text(by), changes: 'locators' });
}

describe('a locator may be mended', () => {
  test.each([
    [
      'a scope that is gone',
      `await page.getByRole('form', { name: 'Pay' }).getByRole('button', { name: 'Pay' }).click();`,
      `await page.getByRole('button', { name: 'Pay' }).click();`,
    ],
    [
      'another row',
      `await page.getByRole('row', { name: 'Pear' }).getByRole('button').click();`,
      `await page.getByRole('listitem').filter({ hasText: 'Pear' }).getByRole('button').click();`,
    ],
    [
      'a row by its test id',
      `await page.getByRole('row', { name: 'Pear' }).getByRole('button', { name: 'Remove' }).click();`,
      `await page.getByTestId('remove-pear').click();`,
    ],
    [
      'a position becomes words',
      `await page.locator('.card').nth(1).click();`,
      `await page.locator('.card').filter({ hasText: 'Orange' }).click();`,
    ],
    ['a position stays', `await page.locator('.card').nth(1).click();`, `await page.locator('.item').nth(1).click();`],
    [
      'a pattern',
      `await page.getByRole('button', { name: /log in/i }).click();`,
      `await page.getByRole('button', { name: /sign in/i }).click();`,
    ],
    [
      'a pattern with a number',
      `await page.getByText(/\\d+ items/).click();`,
      `await page.getByText(/\\d+ goods/).click();`,
    ],
    ['exact', `await page.getByText('Save').click();`, `await page.getByText('Save', { exact: true }).click();`],
    [
      'a state that stays',
      `await page.getByRole('tab', { name: 'Cart', selected: true }).click();`,
      `await page.getByRole('tab', { name: 'Basket', selected: true }).click();`,
    ],
    [
      'a name that is handed in',
      `for (const name of ['a']) await page.locator('#x').filter({ hasText: name }).click();`,
      `for (const name of ['a']) await page.locator('#y').filter({ hasText: name }).click();`,
    ],
    [
      'the subject of an assertion by its role',
      `await expect(page.locator('#total')).toHaveText('12');`,
      `await expect(page.getByRole('status', { name: 'Sum' })).toHaveText('12');`,
    ],
    [
      'a locator of a constant that is also expected to vanish',
      `const box = page.locator('#box'); await expect(box).toBeVisible(); await expect(box).toBeHidden();`,
      `const box = page.getByTestId('box'); await expect(box).toBeVisible(); await expect(box).toBeHidden();`,
    ],
    [
      'two that are joined',
      `await page.locator('#a').or(page.locator('#b')).click();`,
      `await page.locator('#c').or(page.locator('#b')).click();`,
    ],
    [
      'a frame',
      `await page.frameLocator('#pay').getByLabel('Card').fill('1');`,
      `await page.frameLocator('#payment').getByLabel('Card').fill('1');`,
    ],
    [
      'a selector with words in brackets',
      `await page.locator('[aria-label="Save, then go"]').click();`,
      `await page.locator('[aria-label="Store, then go"]').click();`,
    ],
    ['an element below the page', `await page.locator('#a').click();`, `await page.locator('body > .menu').click();`],
  ])('%s', (_name, line, by) => {
    expect(objectionsTo(line, by)).toEqual([]);
  });

  test.each([
    [
      'in an object',
      `const NAMES = { login: 'Log in', user: 'Bob' };`,
      `'Log in'`,
      `'Sign in'`,
      `await page.getByRole('button', { name: NAMES.login }).click(); await page.getByLabel('User').fill(NAMES.user);`,
    ],
    [
      'in an object that does not change',
      `const NAMES = { login: 'Log in' } as const;`,
      `'Log in'`,
      `'Sign in'`,
      `await page.getByText(NAMES.login).click();`,
    ],
    ['of a constant with its type', `const PAY = '#pay' as const;`, `'#pay'`, `'#buy'`, `await page.click(PAY);`],
    [
      'of a class',
      `class Login { readonly submit = '#go'; constructor(readonly page: Page) {} go() { return this.page.locator(this.submit).click(); } }`,
      `'#go'`,
      `'#send'`,
      '',
    ],
    ['that another file asks for', `export const NAMES = { login: 'Log in' };`, `'Log in'`, `'Sign in'`, ''],
    [
      'with a comma',
      `const NAME = 'Log in';`,
      `'Log in'`,
      `'Welcome, log in *'`,
      `await page.getByText(NAME).click();`,
    ],
  ])('a text %s', (_name, beside, part, by, step) => {
    const text = (head: string): string => `${head}\ntest('a', async ({ page }) => { ${step} });\n`;
    const [before, after] = [text(beside), text(beside.replace(part, by))];
    expect(fixObjectionsOf({ file: 'a.spec.ts', before, after, changes: 'locators' })).toEqual([]);
  });
});

describe('a locator may not be loosened', () => {
  const total = `await expect(page.locator('#total')).toBeVisible();`;
  const totalBy = (locator: string): string => total.replace(`locator('#total')`, locator);
  const pay = `await page.getByRole('button', { name: 'Pay' }).click();`;
  const payBy = (locator: string): string => pay.replace(`getByRole('button', { name: 'Pay' })`, locator);
  const row = `await expect(page.getByRole('row').filter({ hasText: 'Pear' })).toBeVisible();`;
  const rowBy = (locator: string): string => row.replace(`getByRole('row').filter({ hasText: 'Pear' })`, locator);

  test.each([
    ['the body', total, totalBy(`locator('body')`)],
    ['the root', total, totalBy(`locator(':root')`)],
    ['anything', total, totalBy(`locator('*')`)],
    ['anything in the body', total, totalBy(`locator('body *')`)],
    ['the body with what it holds', total, totalBy(`locator('body:has(#sum)')`)],
    ['the body behind an engine', total, totalBy(`locator('#sum >> css=body')`)],
    ['anything by XPath', total, totalBy(`locator('//*')`)],
    ['the body by XPath', total, totalBy(`locator('xpath=/html/body')`)],
    ['the parent', total, totalBy(`locator('#sum').locator('..')`)],
    ['the root of the application', total, totalBy(`locator('#root')`)],
    ['the document', total, totalBy(`getByRole('document')`)],
    ['the main part', total, totalBy(`getByRole('main')`)],
    ['the body with its text', total, totalBy(`locator('body').filter({ hasText: 'x' })`)],
    ['what is not something', total, totalBy(`locator(':not(#sum)')`)],
    ['a list of selectors', total, totalBy(`locator('#sum, .price')`)],
    ['one of several', total, totalBy(`locator(':is(#sum, .price)')`)],
    ['one of two by XPath', total, totalBy(`locator('//p[@id="a"] | //p[@id="b"]')`)],
    ['an empty text of a selector', total, totalBy(`locator('p:has-text("")')`)],
    ['a text engine with any text', total, totalBy(`locator('text=/.*/')`)],
    ['a position in a selector', total, totalBy(`locator('.price >> nth=0')`)],
    ['the first child', total, totalBy(`locator('.price:first-child')`)],
    ['a position by XPath', total, totalBy(`locator('(//p[@class="a"])[1]')`)],
    ['only the visible ones', total, totalBy(`locator('.price:visible')`)],
    ['only the visible ones by a filter', total, totalBy(`locator('.price').filter({ visible: true })`)],
    ['the hidden ones as well', total, totalBy(`getByRole('status', { includeHidden: true })`)],
    ['something else joined', total, totalBy(`locator('#total').or(page.locator('p'))`)],
    ['a position within has', total, totalBy(`locator('.row', { has: page.locator('p').first() })`)],
    ['any name', pay, payBy(`getByRole('button', { name: /.*/ })`)],
    ['any letter', pay, payBy(`getByRole('button', { name: /\\w/ })`)],
    ['a beginning', pay, payBy(`getByRole('button', { name: /^/ })`)],
    ['nothing or something', pay, payBy(`getByRole('button', { name: /(Buy)?/ })`)],
    ['one of two names', pay, payBy(`getByRole('button', { name: /Buy|Order/ })`)],
    ['any of a class', pay, payBy(`getByRole('button', { name: /[a-z]+/ })`)],
    ['an empty name', pay, payBy(`getByRole('button', { name: '' })`)],
    ['no name', pay, payBy(`getByRole('button')`)],
    ['any text', pay, payBy(`getByText(/./)`)],
    ['an empty text', pay, payBy(`getByText('')`)],
    ['a limit in quotes', pay, payBy(`getByRole('button', { name: 'Buy', 'timeout': 5 })`)],
    ['no row', row, rowBy(`getByRole('row')`)],
    ['an empty row', row, rowBy(`getByRole('row').filter({ hasText: '' })`)],
    [
      'the row without its words, under a new name',
      `await page.getByRole('row', { name: 'Pear' }).getByRole('button', { name: 'Remove' }).click();`,
      `await page.getByRole('button', { name: 'Take off' }).click();`,
    ],
    [
      'what must not be in it',
      `await page.locator('.card').filter({ hasNotText: 'Sold out' }).click();`,
      `await page.locator('.item').click();`,
    ],
    [
      'a state',
      `await expect(page.getByRole('checkbox', { name: 'Gift', checked: true })).toBeVisible();`,
      `await expect(page.getByTestId('gift')).toBeVisible();`,
    ],
    [
      'a state in a selector',
      `await expect(page.locator('input:checked')).toBeVisible();`,
      `await expect(page.locator('#gift')).toBeVisible();`,
    ],
    [
      'a part of an expression',
      `await page.locator('li').filter({ hasText: a + b }).click();`,
      `await page.locator('li').filter({ hasText: a }).click();`,
    ],
    ['one letter', pay, payBy(`getByRole('button', { name: 'y' })`)],
    ['one letter of an attribute', total, totalBy(`locator('[class*="a"]')`)],
    ['what holds anything', row, rowBy(`getByRole('row').filter({ has: page.locator('*') })`)],
    ['a row of another kind without its words', row, rowBy(`getByRole('listitem')`)],
    ['a row by its class without its words', row, rowBy(`locator('.item')`)],
    [
      'no longer exactly',
      `await page.getByText('Save', { exact: true }).click();`,
      `await page.getByText('Save').click();`,
    ],
    [
      'the first of all elements of a kind',
      `await page.locator('.card').first().click();`,
      `await page.locator('div').first().click();`,
    ],
    [
      'the first of a role',
      `await page.getByTestId('card').first().click();`,
      `await page.getByRole('listitem').first().click();`,
    ],
    ['another position', `await page.locator('.card').nth(1).click();`, `await page.locator('.card').nth(0).click();`],
    [
      'the last in place of the first',
      `await page.locator('.card').first().click();`,
      `await page.locator('.card').last().click();`,
    ],
  ])('%s', (_name, line, by) => {
    expect(objectionsTo(line, by)).not.toEqual([]);
  });
});

describe('a locator may not be found by what is asserted of it', () => {
  test.each([
    [
      'its text',
      `await expect(page.locator('#total')).toHaveText('12');`,
      `await expect(page.getByText('12')).toHaveText('12');`,
    ],
    [
      'a part of its text',
      `await expect(page.locator('#total')).toContainText('12');`,
      `await expect(page.locator('p').filter({ hasText: 'Sum: 12' })).toContainText('12');`,
    ],
    [
      'its name',
      `await expect(page.locator('#pay')).toHaveText('Pay');`,
      `await expect(page.getByRole('button', { name: 'Pay' })).toHaveText('Pay');`,
    ],
    [
      'its text in a selector',
      `await expect(page.locator('#total')).toHaveText(/12/);`,
      `await expect(page.locator('text=12')).toHaveText(/12/);`,
    ],
    [
      'its attribute',
      `await expect(page.locator('#box')).toHaveAttribute('data-state', 'open');`,
      `await expect(page.locator('[data-state=open]')).toHaveAttribute('data-state', 'open');`,
    ],
    [
      'its class',
      `await expect(page.locator('#box')).toHaveClass(/active/);`,
      `await expect(page.locator('.active')).toHaveClass(/active/);`,
    ],
    [
      'its text by a constant',
      `const total = page.locator('#total'); await expect(total).toHaveText('12');`,
      `const total = page.getByText('12'); await expect(total).toHaveText('12');`,
    ],
    [
      'its text that was read',
      `expect(await page.locator('#total').textContent()).toBe('12');`,
      `expect(await page.getByText('12').textContent()).toBe('12');`,
    ],
    [
      'its text by the name of a constant',
      `const sum = '12'; await expect(page.locator('#total')).toHaveText(sum);`,
      `const sum = '12'; await expect(page.locator('p', { hasText: '12' })).toHaveText(sum);`,
    ],
  ])('%s', (_name, line, by) => {
    expect(objectionsTo(line, by)).not.toEqual([]);
  });
});

describe('a locator that may find nothing stays as it is', () => {
  test.each([
    ['what must not be seen', `await expect(page.locator('#error')).not.toBeVisible();`],
    ['what must be hidden', `await expect(page.locator('#error')).toBeHidden();`],
    ['what is not there', `await expect(page.locator('#error')).toHaveCount(0);`],
    ['what must not be attached', `await expect(page.locator('#error')).toBeAttached({ attached: false });`],
    ['what is waited for to vanish', `await page.locator('#error').waitFor({ state: 'hidden' });`],
    ['what a page waits for to vanish', `await page.waitForSelector('#error', { state: 'detached' });`],
    ['what is counted', `expect(await page.locator('#error').count()).toBe(0);`],
    ['what is seen or not', `expect(await page.locator('#error').isVisible()).toBe(false);`],
    ['what a page sees or not', `expect(await page.isVisible('#error')).toBeFalsy();`],
    ['a condition', `if (await page.locator('#error').isVisible()) await expect(page.locator('#x')).toBeVisible();`],
    ['a condition by a text', `if ((await page.locator('#error').textContent()) === 'a') expect(1).toBe(1);`],
    ['a loop', `for (const one of await page.locator('#error').all()) await expect(one).toHaveText('a');`],
    ['texts that may be none', `expect(await page.locator('#error').allTextContents()).not.toContain('a');`],
    ['a constant for what must be hidden', `const error = page.locator('#error'); await expect(error).toBeHidden();`],
  ])('%s', (_name, line) => {
    expect(
      objectionsTo(line, line.replaceAll(`locator('#error')`, `getByTestId('gone')`).replace(`'#error'`, `'#gone'`)),
    ).not.toEqual([]);
  });
});

describe('what is no locator stays as it is', () => {
  test.each([
    ['an address', `await page.goto('/cart');`, `await page.goto('/basket');`],
    ['an address that is waited for', `await page.waitForURL('/cart');`, `await page.waitForURL('/basket');`],
    [
      'a route',
      `await page.route('**/api', (route) => route.abort());`,
      `await page.route('**/none', (route) => route.abort());`,
    ],
    ['code for the page', `await page.evaluate('a()');`, `await page.evaluate('b()');`],
    ['a page', `await page.setContent('<b>1</b>');`, `await page.setContent('<b>2</b>');`],
    ['an event', `await page.waitForEvent('popup');`, `await page.waitForEvent('close');`],
    ['a state of loading', `await page.waitForLoadState('load');`, `await page.waitForLoadState('commit');`],
    ['a handler', `page.on('dialog', (one) => one.accept());`, `page.on('none', (one) => one.accept());`],
    ['what is filled in', `await page.getByLabel('User').fill('bob');`, `await page.getByLabel('User').fill('eve');`],
    ['what is filled in by a selector', `await page.fill('#user', 'bob');`, `await page.fill('#user', 'eve');`],
    [
      'the title of a group',
      `test.describe('pays', () => { test('a', () => {}); });`,
      `test.describe('buys', () => { test('a', () => {}); });`,
    ],
    [
      'the tests of a group',
      `test.describe('pays', () => { test('a', () => {}); });`,
      `test.describe('pays', () => {});`,
    ],
    ['the title of a step', `await test.step('pays', async () => {});`, `await test.step('buys', async () => {});`],
    ['a list that is filtered', `expect(rows.filter('a')).toEqual([]);`, `expect(rows.filter('b')).toEqual([]);`],
    [
      'a list that is filtered by a function',
      `expect(rows.filter((one) => one.ok)).toHaveLength(1);`,
      `expect(rows.filter((one) => one)).toHaveLength(1);`,
    ],
    ['a template', 'await page.getByText(`a ${b}`).click();', 'await page.getByText(`${b}`).click();'],
    [
      'a name of a member',
      `const headers = { 'x-role': 'a' }; send(headers);`,
      `const headers = { 'x-test': 'a' }; send(headers);`,
    ],
    [
      'what an object is made with',
      `const user = new User({ name: 'bob' });`,
      `const user = new User({ name: 'eve' });`,
    ],
    [
      'what a function gives',
      `const user = () => ({ name: 'bob' }); send(user());`,
      `const user = () => ({ name: 'eve' }); send(user());`,
    ],
    ['a directive', `// @ts-expect-error\n  await page.locator('#a').click();`, `await page.locator('#b').click();`],
    [
      'a directive that is new',
      `await page.locator('#a').click();`,
      `// @ts-ignore\n  await page.locator('#b').click();`,
    ],
    [
      'a directive that moves',
      `// eslint-disable-next-line\n  await page.locator('#a').click();\n  const b = 1;`,
      `await page.locator('#a').click();\n  // eslint-disable-next-line\n  const b = 1;`,
    ],
    [
      'a message',
      `await expect(page.locator('#a'), 'paid').toBeVisible();`,
      `await expect(page.locator('#a'), 'seen').toBeVisible();`,
    ],
  ])('%s', (_name, line, by) => {
    expect(objectionsTo(line, by)).not.toEqual([]);
  });

  test.each([
    ['that is expected', `const T = '#a';`, `await page.locator(T).click(); expect(text).toBe(T);`],
    ['that a page is asserted to say', `const T = '#a';`, `await expect(page.locator('h1')).toHaveText(T);`],
    ['that is an address', `const T = '#a';`, `await page.goto(T);`],
    ['that is filled in', `const T = '#a';`, `await page.getByLabel('a').fill(T);`],
    ['that is a title', `const T = '#a';`, `test(T, () => {});`],
    [
      'of a table of data',
      `const cases = [{ sel: '#a', text: 'b' }];`,
      `for (const one of cases) await page.locator(one.sel).click();`,
    ],
    ['of an object that is handed on', `const S = { a: '#a' };`, `await page.locator(S.a).click(); send(S);`],
    ['of an object that is taken apart', `const S = { a: '#a' };`, `const { a } = S; expect(text).toBe(a);`],
    ['by another name', `const T = '#a';`, `const other = T; expect(text).toBe(other);`],
    ['of a class', `class A { path = '#a'; open() { return this.page.goto(this.path); } }`, ''],
    ['of a configuration', `export default { use: { baseURL: '#a' } };`, ''],
    ['for what must be hidden', `const T = '#a';`, `await expect(page.locator(T)).toBeHidden();`],
  ])('a text %s', (_name, beside, step) => {
    const text = (head: string): string => `${head}\ntest('a', async ({ page }) => { ${step} });\n`;
    const [before, after] = [text(beside), text(beside.replace(`'#a'`, `'#other'`))];
    expect(fixObjectionsOf({ file: 'a.spec.ts', before, after, changes: 'locators' })).not.toEqual([]);
  });

  test.each([
    ['a selector for anything', `'*'`, `await page.locator(T).click();`],
    ['the body', `'body'`, `await page.locator(T).click();`],
    ['a position', `'.a >> nth=0'`, `await page.click(T);`],
    ['nothing', `''`, `await page.getByText(T).click();`],
    ['any text', `/.*/`, `await page.getByText(T).click();`],
    ['the body, for another file', `'body'`, ''],
    ['what is asserted', `'12'`, `await expect(page.getByText(T)).toHaveText('12');`],
  ])('a text under a name becomes %s', (_name, by, step) => {
    const text = (value: string): string => `export const T = ${value};\ntest('a', async ({ page }) => { ${step} });\n`;
    expect(
      fixObjectionsOf({ file: 'a.spec.ts', before: text(`'#a'`), after: text(by), changes: 'locators' }),
    ).not.toEqual([]);
  });
});
