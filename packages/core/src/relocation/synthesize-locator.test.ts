import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ElementFingerprint } from './element-fingerprint.ts';
import { isPositional } from './locator/locator-chain.ts';
import { matchesOf } from './locator/match-locator.ts';
import { parseLocator } from './locator/parse-locator.ts';
import { renderLocator } from './locator/render-locator.ts';
import { stableTextOf } from './locator/stable-text.ts';
import { synthesizeLocator } from './synthesize-locator.ts';

const body = '/html[1]/body[1]';

function button(text: string, over: Partial<ElementFingerprint> = {}): ElementFingerprint {
  return { tag: 'button', xpath: `${body}/button[1]`, role: 'button', name: text, text, ...over };
}

/** The first locator for the first element, the others being around it. */
function first(
  locator: string,
  winner: ElementFingerprint,
  others: readonly ElementFingerprint[] = [],
  assertsText = false,
) {
  const page = [winner, ...others.map((one, at) => ({ ...one, xpath: `${body}/p[${at + 1}]` }))];
  return synthesizeLocator({ locator, index: 0, page, assertsText })[0]?.locator;
}

describe('the strategy of the author is kept', () => {
  it.each([
    ["getByRole('button', { name: 'Log in' })", button('Sign in'), [], "getByRole('button', { name: 'Sign in' })"],
    [
      "getByRole('button', { name: 'Log in', exact: true })",
      button('Sign in'),
      [],
      "getByRole('button', { name: 'Sign in', exact: true })",
    ],
    [
      "getByRole('button', { name: 'Log in' })",
      button('Save'),
      [button('Save as')],
      "getByRole('button', { name: 'Save', exact: true })",
    ],
    ["getByRole('button', { name: /log in/i })", button('Sign in'), [], "getByRole('button', { name: /sign in/i })"],
    ["getByRole('button', { name: /^Log in$/ })", button('Sign in'), [], "getByRole('button', { name: /^Sign in$/ })"],
    ["getByTestId('login')", button('Sign in', { testId: 'signin' }), [], "getByTestId('signin')"],
    ["locator('#login')", button('Sign in', { id: 'signin' }), [], "locator('#signin')"],
    ["locator('#login')", button('Sign in', { id: 'ember123' }), [], "getByRole('button', { name: 'Sign in' })"],
    [
      "locator('button.login-btn')",
      button('Sign in', { classes: ['css-1x2y3z', 'signin-btn', 'wide'] }),
      [button('x', { classes: ['wide'] })],
      "locator('button.signin-btn')",
    ],
    ['locator(\'[name="user"]\')', button('', { nameAttribute: 'username' }), [], 'locator(\'[name="username"]\')'],
    ['locator("//button[text()=\'Log in\']")', button('Sign in'), [], "locator('//button[text()=\\'Sign in\\']')"],
    ["getByText('Log in')", button('Sign in'), [], "getByText('Sign in')"],
    [
      "getByPlaceholder('Your name')",
      button('', { tag: 'input', role: 'textbox', placeholder: 'Full name' }),
      [],
      "getByPlaceholder('Full name')",
    ],
    ["getByRole('button', { name: 'Cart (3)' })", button('Basket (5)'), [], "getByRole('button', { name: 'Basket' })"],
    [
      "getByLabel('Address line 2')",
      button('', { tag: 'input', role: 'textbox', label: 'Street line 2' }),
      [],
      "getByLabel('Street line 2')",
    ],
    [
      "getByRole('heading', { name: 'Thanks', level: 1 })",
      { tag: 'h2', xpath: `${body}/h2[1]`, role: 'heading', name: 'Thanks', text: 'Thanks' },
      [],
      "getByRole('heading', { name: 'Thanks', level: 2 })",
    ],
    [
      "getByLabel('Stock of Pot')",
      { tag: 'input', xpath: `${body}/tr[1]/td[1]/input[1]`, role: 'spinbutton', name: 'Units of Pot' },
      [{ tag: 'tr', xpath: '', role: 'row', name: 'Pot Units of Pot Save', text: 'Pot Save' }],
      "getByLabel('Units of Pot')",
    ],
    ["locator('#save')", button('Save', { id: 'button-r1e' }), [], "getByRole('button', { name: 'Save' })"],
    ["getByTestId('a').first()", button('Pay', { testId: 'pay' }), [], "getByTestId('pay')"],
  ] as const)('%s', (locator, winner, others, wanted) => {
    const written = first(locator, winner, others);
    expect(written === undefined ? undefined : parseLocator(written)).toEqual(parseLocator(wanted));
  });
});

it('an element that is known by nothing but its text is found by its class in its row', () => {
  const card = (at: number, name: string, price: string): readonly ElementFingerprint[] => [
    { tag: 'li', xpath: `${body}/ul[1]/li[${at}]`, role: 'listitem', text: `${name} ${price}` },
    { tag: 'h3', xpath: `${body}/ul[1]/li[${at}]/h3[1]`, role: 'heading', name, text: name },
    { tag: 'p', xpath: `${body}/ul[1]/li[${at}]/p[1]`, text: price, classes: ['price'] },
    { tag: 'p', xpath: `${body}/ul[1]/li[${at}]/p[2]`, text: 'In stock' },
  ];
  const page = [...card(1, 'Bread Knife', '€18.95'), ...card(2, 'Clay Pot', '€8.00')];
  const locator = "locator('body > ul > li').filter({ hasText: 'Bread Knife' }).locator('p').first()";
  const [found] = synthesizeLocator({ locator, index: 2, page, assertsText: true });
  expect(found?.locator).toBe("getByRole('listitem').filter({ hasText: 'Bread Knife' }).locator('.price')");
});

describe('what is not written', () => {
  it.each([
    ['the text that the step asserts', "locator('#total')", button('Total: due', { tag: 'p', role: '' }), true],
    ['the name that the step asserts', "getByRole('button', { name: 'Pay' })", button('Buy'), true],
    ['numbers', "getByText('Total')", button('$12.50', { role: '' }), false],
    ['an id from the data', "locator('#item-1')", { tag: 'div', xpath: `${body}/div[1]`, id: 'item-88213' }, false],
    ['a role alone', "locator('.x')", { tag: 'select', xpath: `${body}/select[1]`, role: 'combobox' }, false],
  ] as const)('%s', (_name, locator, winner, assertsText) => {
    expect(first(locator, winner, [], assertsText)).toBeUndefined();
  });

  it('the locator that the browser says does not find it', () => {
    expect(first("getByRole('button', { name: 'Pay' })", button('Pay'))).not.toBe(
      "getByRole('button', { name: 'Pay' })",
    );
  });

  const frame: ElementFingerprint = { tag: 'iframe', xpath: '', title: 'Secure card' };
  const inFrame = { testId: 'b', within: ['Secure card'] };
  it.each<readonly [string, ElementFingerprint, readonly ElementFingerprint[], string | undefined]>([
    ['into a frame', button('Pay', inFrame), [frame], `frameLocator('iframe[title="Secure card"]').getByTestId('b')`],
    ['into one of two frames that are called alike', button('Pay', inFrame), [frame, frame], undefined],
    ['into a frame that is not on the page', button('Pay', inFrame), [], undefined],
    [
      'into a frame that a tool named',
      button('Pay', { testId: 'b', within: ['f-99182'] }),
      [{ ...frame, title: '', id: 'f-99182' }],
      undefined,
    ],
  ])('moved %s', (_name, winner, others, wanted) => {
    expect(first("getByTestId('a')", winner, others)).toBe(wanted);
  });

  it('moved into a frame, and nothing else', () => {
    expect(first("getByTestId('b')", button('Pay', inFrame), [frame])).toBe(
      `frameLocator('iframe[title="Secure card"]').getByTestId('b')`,
    );
  });

  it('moved out of a frame', () => {
    expect(first("frameLocator('#f').getByTestId('a')", button('Pay', { testId: 'b' }))).toBe("getByTestId('b')");
  });

  it('a way into another frame', () => {
    expect(first("getByTestId('a')", button('Pay', { testId: 'b', within: ['pay'] }))).toBeUndefined();
    expect(first("frameLocator('#f').getByTestId('a')", button('Pay', { testId: 'b', within: ['f'] }))).toBe(
      "frameLocator('#f').getByTestId('b')",
    );
  });
});

describe('laws', () => {
  const word = fc.constantFrom('Save', 'Save as', 'Cancel', 'Pay', '12', '', 'Total: $3', 'Remove');
  const anyPage = fc.array(
    fc.record({
      tag: fc.constantFrom('a', 'button', 'input', 'div', 'tr', 'li'),
      role: fc.constantFrom('button', 'link', 'row', 'listitem', 'textbox', ''),
      text: word,
      label: word,
      id: fc.constantFrom('', 'a', 'b', 'x-9912'),
      testId: fc.constantFrom('', 'pay', 'save'),
      parent: fc.integer({ min: -1, max: 6 }),
      classes: fc.subarray(['btn', 'card', 'css-1a2b3c']),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const locator = fc.constantFrom(
    "getByRole('button', { name: 'Send' })",
    "locator('.card').nth(1).getByRole('button')",
    "locator('#old')",
    "getByTestId('old')",
    "getByText('Send').first()",
    "getByLabel('Send')",
    "locator('div > .old')",
    "getByRole('row').nth(2)",
    'not a locator',
  );
  interface Part {
    readonly parent: number;
    readonly tag: string;
    readonly text: string;
    readonly role: string;
  }
  function pageOf(parts: readonly Part[]): readonly ElementFingerprint[] {
    const page: ElementFingerprint[] = [];
    for (const [at, { parent, ...part }] of parts.entries()) {
      const outer = parent < at ? page[parent]?.xpath : undefined;
      page.push({ ...part, name: part.text, xpath: `${outer ?? body}/${part.tag}[${at + 1}]` });
    }
    return page;
  }

  it('every locator resolves to the element alone, never by position, number or generated token', () => {
    let count = 0;
    fc.assert(
      fc.property(anyPage, locator, fc.nat(7), fc.boolean(), (parts, written, at, assertsText) => {
        const page = pageOf(parts);
        const index = at % page.length;
        for (const one of synthesizeLocator({ locator: written, index, page, assertsText })) {
          count += 1;
          expect(isPositional(one.chain)).toBe(false);
          expect(matchesOf(one.chain, page)).toEqual([index]);
          expect(one.locator).not.toMatch(/\d{2}|css-1a2b3c|hasText: ''|\$/);
          expect(assertsText && one.isTextDerived).toBe(false);
          expect(parseLocator(one.locator)).toEqual(one.chain);
        }
      }),
      { numRuns: 500 },
    );
    expect(count).toBeGreaterThan(200);
  });

  it('what is printed is read as the same', () => {
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(text, text, fc.constantFrom("'" as const, '"' as const, '`' as const), (name, id, quote) => {
        const chain = [
          {
            method: 'getByRole',
            args: [
              { is: 'text', text: 'row' },
              { is: 'options', entries: { name: { is: 'text', text: name } } },
            ],
          },
          { method: 'getByTestId', args: [{ is: 'text', text: id }] },
        ] as const;
        expect(parseLocator(renderLocator(chain, quote))).toEqual(chain);
      }),
    );
  });
});

describe('locators are read', () => {
  it.each([
    ["page.locator('#a').filter({ has: page.getByText('x') }).first()", ['locator', 'filter', 'first']],
    ['getByRole("button", {name: /a\\/b/i})', ['getByRole']],
    ["this.page.frameLocator('#f').getByLabel(`E-mail`)", ['frameLocator', 'getByLabel']],
  ])('%s', (text, methods) => {
    expect(parseLocator(text)?.map(({ method }) => method)).toEqual(methods);
  });

  it.each(['', 'page', 'getByRole(role)', "getByText('a' + b)", 'getByText(`a ${b}`)', "getByText('a').click"])(
    'not %s',
    (text) => {
      expect(parseLocator(text)).toBeUndefined();
    },
  );
});

describe('texts that stay', () => {
  it.each([
    ['Sign in', 'Sign in'],
    ['12 items in cart', 'items in cart'],
    ['Total: $12.50', 'Total'],
    ['Updated 3 minutes ago', 'Updated'],
    ['42', ''],
    ['→', ''],
    ['保存', '保存'],
  ])('%s: %s', (text, stable) => {
    expect(stableTextOf(text)).toBe(stable);
  });
});
