import { describe, expect, test } from 'vitest';

import { candidate, changed, marked, proposed, proposedInRun } from '../fixtures/marked-step.ts';
import { writeProject } from '../fixtures/written-project.ts';
import { applyPatchToText } from '../patch/apply-patch.ts';
import { openSourceTree } from '../tree/source-tree.ts';
import { proposeLocatorPatch } from './propose-locator-patch.ts';

const heading = `import { test, expect } from '@playwright/test';\n`;

const inTest = (step: string): Readonly<Record<string, string>> => ({
  'a.spec.ts': `${heading}test('pays', async ({ page }) => {\n  ${step}\n});\n`,
});

describe('only what must change is replaced', () => {
  test.each([
    [
      'a name',
      `await page.getByRole('button', { name: 'Log in' }).▸click();`,
      `getByRole('button', { name: 'Sign in' })`,
      `await page.getByRole('button', { name: 'Sign in' }).click();`,
    ],
    [
      'in double quotes',
      `await page.getByRole("button", { name: "Log in" }).▸click();`,
      `getByRole('button', { name: 'Sign "in"' })`,
      `await page.getByRole("button", { name: 'Sign "in"' }).click();`,
    ],
    [
      'a name to a role',
      `await page.getByRole('button').▸click();`,
      `getByRole('button', { name: 'Sign in' })`,
      `await page.getByRole('button', { name: 'Sign in' }).click();`,
    ],
    [
      'an option',
      `await page.getByText('Save').▸click();`,
      `getByText('Save', { exact: true })`,
      `await page.getByText('Save', { exact: true }).click();`,
    ],
    [
      'an option among others',
      `await page.getByRole('button', { name: 'Save' }).▸click();`,
      `getByRole('button', { name: 'Save', exact: true })`,
      `await page.getByRole('button', { name: 'Save', exact: true }).click();`,
    ],
    [
      'a regular expression',
      `await page.getByRole('button', { name: /log in/i }).▸click();`,
      `getByRole('button', { name: /sign in/i })`,
      `await page.getByRole('button', { name: /sign in/i }).click();`,
    ],
    [
      'a test id',
      'await page.getByTestId(`login`).▸click();',
      `getByTestId('sign-in')`,
      'await page.getByTestId(`sign-in`).click();',
    ],
    [
      'a part of a chain',
      `await page.locator('#form').getByRole('button', { name: 'Pay' }).▸click({ force: true });`,
      `locator('#checkout').getByRole('button', { name: 'Pay' })`,
      `await page.locator('#checkout').getByRole('button', { name: 'Pay' }).click({ force: true });`,
    ],
    [
      'a scope is added',
      `await page.getByRole('button', { name: 'Remove' }).▸click();`,
      `getByRole('row', { name: 'Pear' }).getByRole('button', { name: 'Remove' })`,
      `await page.getByRole('row', { name: 'Pear' }).getByRole('button', { name: 'Remove' }).click();`,
    ],
    [
      'a position becomes words',
      `await page.locator('.card').nth(1).getByRole('button').▸click();`,
      `locator('.card').filter({ hasText: 'Orange' }).getByRole('button')`,
      `await page.locator('.card').filter({ hasText: 'Orange' }).getByRole('button').click();`,
    ],
    [
      'a position at the end goes',
      `await page.getByTestId('pay').first().▸click();`,
      `getByTestId('pay-now')`,
      `await page.getByTestId('pay-now').click();`,
    ],
    [
      'another strategy',
      `await page.locator("#a > .b").▸click();`,
      `getByRole('button', { name: 'Pay' })`,
      `await page.getByRole("button", { name: "Pay" }).click();`,
    ],
    [
      'what an assertion looks at',
      `await expect(page.locator('#total')).▸toHaveText('12');`,
      `locator('#sum')`,
      `await expect(page.locator('#sum')).toHaveText('12');`,
    ],
    [
      'the selector of an action',
      `await page.▸click('#pay', { timeout: 5 });`,
      `locator('#pay-now')`,
      `await page.click('#pay-now', { timeout: 5 });`,
    ],
    [
      'the selector of an action by another strategy',
      `await page.▸click('#pay', { timeout: 5 });`,
      `getByRole('button', { name: 'Pay' })`,
      `await page.getByRole('button', { name: 'Pay' }).click({ timeout: 5 });`,
    ],
    [
      'in a frame',
      `await page.frameLocator('#pay').getByLabel('Card').▸click();`,
      `frameLocator('#pay').getByLabel('Card number')`,
      `await page.frameLocator('#pay').getByLabel('Card number').click();`,
    ],
  ])('%s', (_name, step, wanted, line) => {
    expect(changed(proposed(inTest(step), wanted))).toEqual({ file: 'a.spec.ts', line });
  });
});

test('a position that a constant has for what the element is in stays', () => {
  const form = `const form = page.locator('form.stacked').first();`;
  const files = inTest(`${form}\n  await form.locator('input[name="email"]').▸fill('a');`);
  const wanted = `locator('form.stacked').locator('input[name="login"]')`;
  expect(changed(proposed(files, wanted))).toEqual({
    file: 'a.spec.ts',
    line: `await form.locator('input[name="login"]').fill('a');`,
  });
});

test('a constant and what is called on it are mended together', () => {
  const card = `const card = page.locator('#view > ul > li').filter({ hasText: 'Pot' });`;
  const files = inTest(`${card}\n  await expect(card.locator('p').first()).▸toHaveText('8');`);
  const wanted = `getByRole('listitem').filter({ hasText: 'Pot' }).locator('.price')`;
  const { answer, files: plain } = proposed(files, wanted);
  if (answer.kind === 'none') throw new Error(answer.reason);
  const after = applyPatchToText(plain['a.spec.ts'] ?? '', answer.patch);
  expect(after).toContain(`const card = page.getByRole('listitem').filter({ hasText: 'Pot' });`);
  expect(after).toContain(`expect(card.locator('.price')).toHaveText('8')`);
});

describe('where the locator is written', () => {
  const use = `${heading}import { LoginPage } from './login-page';\ntest('logs in', async ({ page }) => {\n  const login = new LoginPage(page);\n  await login.submit.▸click();\n});\n`;
  const wanted = `getByRole('button', { name: 'Sign in' })`;
  const type = `import type { Locator, Page } from '@playwright/test';\n`;

  test.each([
    [
      'a constant of the test',
      {
        'a.spec.ts': `${heading}test('a', async ({ page }) => {\n  const submit = page.getByRole('button', { name: 'Log in' });\n  await submit.▸click();\n});\n`,
      },
      'a.spec.ts',
      `const submit = page.getByRole('button', { name: 'Sign in' });`,
    ],
    [
      'a property of a page object',
      {
        'a.spec.ts': use,
        'login-page.ts': `${type}export class LoginPage {\n  constructor(private readonly page: Page) {}\n  readonly submit = this.page.getByRole('button', { name: 'Log in' });\n}\n`,
      },
      'login-page.ts',
      `readonly submit = this.page.getByRole('button', { name: 'Sign in' });`,
    ],
    [
      'the constructor of a page object',
      {
        'a.spec.ts': use,
        'login-page.ts': `${type}export class LoginPage {\n  readonly submit: Locator;\n  constructor(page: Page) {\n    this.submit = page.getByRole('button', { name: 'Log in' });\n  }\n}\n`,
      },
      'login-page.ts',
      `this.submit = page.getByRole('button', { name: 'Sign in' });`,
    ],
    [
      'a getter of a page object',
      {
        'a.spec.ts': use,
        'login-page.ts': `${type}export class LoginPage {\n  constructor(private readonly page: Page) {}\n  get submit(): Locator {\n    return this.page.getByRole('button', { name: 'Log in' });\n  }\n}\n`,
      },
      'login-page.ts',
      `return this.page.getByRole('button', { name: 'Sign in' });`,
    ],
    [
      'a method of a page object, in which the step stands',
      {
        'login-page.ts': `${type}export class LoginPage {\n  constructor(private readonly page: Page) {}\n  readonly submit = this.page.getByRole('button', { name: 'Log in' });\n  async login() {\n    await this.submit.▸click();\n  }\n}\n`,
      },
      'login-page.ts',
      `readonly submit = this.page.getByRole('button', { name: 'Sign in' });`,
    ],
    [
      'a fixture',
      {
        'a.spec.ts': `import { test } from './fixtures';\ntest('a', async ({ login }) => {\n  await login.submit.▸click();\n});\n`,
        'fixtures.ts': `import { test as base } from '@playwright/test';\nimport { LoginPage } from './login-page';\nexport const test = base.extend({ login: async ({ page }, use) => { await use(new LoginPage(page)); } });\n`,
        'login-page.ts': `${type}export class LoginPage {\n  constructor(private readonly page: Page) {}\n  readonly submit = this.page.getByRole('button', { name: 'Log in' });\n}\n`,
      },
      'login-page.ts',
      `readonly submit = this.page.getByRole('button', { name: 'Sign in' });`,
    ],
    [
      'a constant for the words',
      {
        'a.spec.ts': `${heading}import { NAMES } from './names';\ntest('a', async ({ page }) => {\n  await page.getByRole('button', { name: NAMES.login }).▸click();\n});\n`,
        'names.ts': `export const NAMES = { login: 'Log in', logout: 'Log out' };\n`,
      },
      'names.ts',
      `export const NAMES = { login: 'Sign in', logout: 'Log out' };`,
    ],
    [
      'a function without parameters',
      {
        'a.spec.ts': `${heading}import type { Page } from '@playwright/test';\ntest('a', async ({ page }) => {\n  const submit = () => page.getByRole('button', { name: 'Log in' });\n  await submit().▸click();\n});\n`,
      },
      'a.spec.ts',
      `const submit = () => page.getByRole('button', { name: 'Sign in' });`,
    ],
  ] as const)('%s', (_name, files, file, line) => {
    expect(changed(proposed(files, wanted))).toEqual({ file, line });
  });

  test('tells who else uses it', () => {
    const { answer } = proposed(
      {
        'a.spec.ts': use,
        'b.spec.ts': use.replace('▸', ''),
        'login-page.ts': `${type}export class LoginPage {\n  constructor(private readonly page: Page) {}\n  readonly submit = this.page.getByRole('button', { name: 'Log in' });\n}\n`,
      },
      wanted,
    );
    expect(answer).toMatchObject({ kind: 'patch', alsoUsedAt: [{ file: 'b.spec.ts', line: 5 }] });
  });

  const ofForm = (step: string): string =>
    `${heading}import { LoginPage } from './login-page';\ntest('logs in', async ({ page }) => {\n  const login = new LoginPage(page);\n  ${step}\n});\n`;

  test.each([
    ['a getter', `get form() {\n    return this.page.getByTestId('form');\n  }`, 'login.form'],
    ['a property', `readonly form = this.page.getByTestId('form');`, 'login.form'],
    ['a method', `form() {\n    return this.page.getByTestId('form');\n  }`, 'login.form()'],
  ])('tells who else uses a part of it, by %s', (_name, member, form) => {
    const { answer } = proposed(
      {
        'a.spec.ts': ofForm(`await ${form}.getByRole('button').▸click();`),
        'b.spec.ts': ofForm(`await ${form}.getByLabel('Name').fill('Ada');`),
        'login-page.ts': `${type}export class LoginPage {\n  constructor(private readonly page: Page) {}\n  ${member}\n}\n`,
      },
      `getByTestId('login-form').getByRole('button')`,
    );
    expect(answer).toMatchObject({ kind: 'patch', alsoUsedAt: [{ file: 'b.spec.ts', line: 5 }] });
  });

  test('tells who else uses a part of it, by other members', () => {
    const { answer } = proposed(
      {
        'a.spec.ts': ofForm(`await login.submit.▸click();`),
        'b.spec.ts': ofForm(`await login.name.fill('Ada');`),
        'login-page.ts': `${type}export class LoginPage {\n  constructor(private readonly page: Page) {}\n  readonly form = this.page.getByTestId('form');\n  readonly submit = this.form.getByRole('button');\n  get name() {\n    return this.form.getByLabel('Name');\n  }\n}\n`,
      },
      `getByTestId('login-form').getByRole('button')`,
    );
    const places = answer.kind === 'patch' ? answer.alsoUsedAt : [];
    expect(places).toContainEqual(expect.objectContaining({ file: 'b.spec.ts', line: 5 }));
  });

  test('tells who else uses it, when what changes is a constant beside it', () => {
    const { answer } = proposed(
      {
        'a.spec.ts': use,
        'b.spec.ts': use.replace('▸', ''),
        'login-page.ts': `${type}const NAME = 'Log in';\nexport class LoginPage {\n  constructor(private readonly page: Page) {}\n  readonly submit = this.page.getByRole('button', { name: NAME });\n}\n`,
      },
      wanted,
    );
    const places = answer.kind === 'patch' ? answer.alsoUsedAt : [];
    expect(places).toContainEqual(expect.objectContaining({ file: 'b.spec.ts', line: 5 }));
  });

  test('tells nobody who uses only what stays', () => {
    const { answer } = proposed(
      {
        'a.spec.ts': ofForm(`await login.form.getByRole('button', { name: 'Log in' }).▸click();`),
        'b.spec.ts': ofForm(`await login.form.getByLabel('Name').fill('Ada');`),
        'login-page.ts': `${type}export class LoginPage {\n  constructor(private readonly page: Page) {}\n  readonly form = this.page.getByTestId('form');\n}\n`,
      },
      `getByTestId('form').getByRole('button', { name: 'Sign in' })`,
    );
    expect(answer).toMatchObject({ kind: 'patch', alsoUsedAt: [] });
  });
});

describe('no patch', () => {
  const wanted = `getByRole('button', { name: 'Sign in' })`;

  test.each([
    [
      'a text put together',
      inTest("const who = String(page.url());\n  await page.getByRole('button', { name: `Log in ${who}` }).▸click();"),
      /put together at run time/,
    ],
    [
      'the variable of a loop',
      inTest(`for (const name of ['a', 'b']) await page.getByRole('button', { name }).▸click();`),
      /`name` is the variable of a loop/,
    ],
    [
      'a parameter',
      {
        'a.spec.ts': `${heading}import type { Locator } from '@playwright/test';\nasync function press(button: Locator) {\n  await button.▸click();\n}\ntest('a', async ({ page }) => { await press(page.locator('#a')); });\n`,
      },
      /`button` is a parameter/,
    ],
    [
      'a package',
      {
        'a.spec.ts': `${heading}import { submit } from 'shared-locators';\ntest('a', async () => {\n  await submit.▸click();\n});\n`,
      },
      /`submit` comes from the package shared-locators/,
    ],
    [
      'words that an assertion expects as well',
      {
        'a.spec.ts': `${heading}const NAME = 'Log in';\ntest('a', async ({ page }) => {\n  await page.getByRole('button', { name: NAME }).▸click();\n  await expect(page.locator('h1')).toHaveText(NAME);\n});\n`,
      },
      /a\.spec\.ts:5 uses the same text for something else/,
    ],
    ['a line that changed', inTest(`await page.goto('/');\n  ▸// nothing`), /has no call that uses one locator/],
  ])('%s', (_name, files, reason) => {
    expect(changed(proposed(files, wanted))).toMatch(reason);
  });

  test.each([
    ['the step itself', `await expect(page.locator('#total')).▸toHaveText('Total');`],
    [
      'another step by the same constant',
      `const total = page.locator('#total');\n  await total.▸click();\n  await expect(total).toContainText('Total');`,
    ],
  ])('a locator by text where %s asserts the text; the next candidate is taken', (_name, step) => {
    const byText = candidate(`getByText('Total')`, true);
    expect(changed(proposed(inTest(step), byText))).toMatch(/asserts the text/);
    const { answer } = proposed(inTest(step), byText, `getByTestId('total')`);
    expect(answer).toMatchObject({
      kind: 'patch',
      candidate: { locator: `getByTestId('total')` },
      passedOver: [expect.stringContaining('asserts the text')],
    });
  });
});

test('a patch applied twice is one applied once: the second has nothing to do', () => {
  const written = inTest(`await page.getByRole('button', { name: 'Log in' }).▸click();`);
  const wanted = `getByRole('button', { name: 'Sign in' })`;
  const { answer, files } = proposed(written, wanted);
  if (answer.kind === 'none') throw new Error(answer.reason);
  const { place } = marked(written);
  const after = applyPatchToText(files['a.spec.ts'] ?? '', answer.patch);
  const tree = openSourceTree({ root: writeProject({ 'a.spec.ts': after }) });
  const again = proposeLocatorPatch(tree, { place, action: 'click', candidates: [candidate(wanted)] });
  expect(again).toMatchObject({ kind: 'none', reason: expect.stringContaining('the source has this locator already') });
});

test('a byte order mark and CRLF stay', () => {
  const text = `\uFEFF${inTest(`await page.getByTestId('a').▸click();`)['a.spec.ts'] ?? ''}`.replaceAll('\n', '\r\n');
  const { place } = marked({ 'a.spec.ts': text });
  const plain = text.replace('▸', '');
  const tree = openSourceTree({ root: writeProject({ 'a.spec.ts': plain }) });
  const answer = proposeLocatorPatch(tree, { place, action: 'click', candidates: [candidate(`getByTestId('b')`)] });
  if (answer.kind === 'none') throw new Error(answer.reason);
  expect(applyPatchToText(plain, answer.patch)).toBe(plain.replace(`'a').click`, `'b').click`));
});

describe('an argument that the source puts together', () => {
  const inLoop = (step: string): Readonly<Record<string, string>> => ({
    'a.spec.ts': `${heading}test('a', async ({ page }, info) => {\n  const name = 'Pot ' + info.testId;\n  ${step}\n});\n`,
  });

  test.each([
    [
      'keeps its expression under new words',
      'await page.getByLabel(`Stock of ${name}`).▸fill("1");',
      "getByLabel('Stock of Pot 4f2')",
      "getByLabel('Units of Pot 4f2 on hand')",
      'await page.getByLabel(`Units of ${name} on hand`).fill("1");',
    ],
    [
      'gets words around it',
      "await page.getByRole('button', { name }).▸click();",
      "getByRole('button', { name: 'Pot 4f2' })",
      "getByRole('link', { name: 'Buy `Pot 4f2`' })",
      "await page.getByRole('link', { name: `Buy \\`${name}\\`` }).click();",
    ],
    [
      'stays as it is before what changes',
      "await page.getByRole('row').filter({ hasText: info.testId }).getByText('Save').▸click();",
      "getByRole('row').filter({ hasText: 'Pot 4f2' }).getByText('Save')",
      "getByRole('row').filter({ hasText: 'Pot 4f2' }).getByText('Update')",
      "await page.getByRole('row').filter({ hasText: info.testId }).getByText('Update').click();",
    ],
    [
      'stays in the options of a locator before what changes',
      "await page.locator('tr', { hasText: info.testId }).getByRole('button', { name: 'Check in' }).▸click();",
      "locator('tr').filter({ hasText: 'Pot 4f2' }).getByRole('button', { name: 'Check in' })",
      "locator('tr').filter({ hasText: 'Pot 4f2' }).getByRole('button', { name: 'Arrived' })",
      "await page.locator('tr', { hasText: info.testId }).getByRole('button', { name: 'Arrived' }).click();",
    ],
    [
      'stays in the options of a locator of which the rest changes',
      "await page.locator('.item', { hasText: name }).▸click();",
      "locator('.item').filter({ hasText: 'Pot 4f2' })",
      "locator('.product').filter({ hasText: 'Pot 4f2' })",
      "await page.locator('.product', { hasText: name }).click();",
    ],
  ])('%s', (_name, step, failing, wanted, line) => {
    expect(changed(proposedInRun(failing, inLoop(step), wanted))).toEqual({ file: 'a.spec.ts', line });
  });

  test.each([
    [
      'is not replaced by what it was in one run',
      'await page.getByLabel(`Stock of ${name}`).▸fill("1");',
      "getByLabel('Stock of Pot 4f2')",
      "getByRole('spinbutton', { name: 'Units of Pot 4f2' })",
    ],
    [
      'is not dropped',
      'await page.getByLabel(`Stock of ${name}`).▸fill("1");',
      "getByLabel('Stock of Pot 4f2')",
      "getByLabel('Stock')",
    ],
    [
      'that was printed in another shape tells nothing',
      "await page.getByRole('listitem').and(page.getByText(name)).▸click();",
      "getByRole('listitem').filter({ hasText: 'Pot 4f2' })",
      "getByRole('row').filter({ hasText: 'Pot 4f2' })",
    ],
    [
      'is not replaced within the options of a locator',
      "await page.locator('li', { hasText: name }).▸click();",
      "locator('li').filter({ hasText: 'Pot 4f2' })",
      "getByRole('listitem').filter({ hasText: 'Pot 4f2' })",
    ],
  ])('%s', (_name, step, failing, wanted) => {
    expect(typeof changed(proposedInRun(failing, inLoop(step), wanted))).toBe('string');
  });
});
