import { createRequire } from 'node:module';

import { type ElementFingerprint, relocateElement } from '@millwright/core/relocation';
import { type Browser, type Page, chromium } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { findChromium } from '../support/chromium.ts';

const require = createRequire(import.meta.url);

interface Scripts {
  readonly describeMatches: (elements: readonly unknown[], options: { testIdAttribute: string }) => string;
  readonly describePlain: (options: { selectors: readonly string[]; testIdAttribute: string }) => string;
  readonly describePage: (options: {
    testIdAttribute: string;
    mostElements: number;
    timeMs: number;
  }) => Promise<string>;
}
const { describeMatches, describePlain, describePage } =
  require('../../packages/playwright/dist/preload/page/element-scripts.cjs') as Scripts;

const { plainSelectorsOf } = require('../../packages/playwright/dist/preload/plain-selector.cjs') as {
  readonly plainSelectorsOf: (selector: string) => readonly string[] | undefined;
};

const { removeElements } = require('../../packages/playwright/dist/preload/page/remove-elements.cjs') as {
  readonly removeElements: (elements: readonly unknown[], options: { round: number }) => number;
};

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
});
afterAll(() => browser.close());

interface Described {
  readonly matches: number;
  readonly fingerprint?: ElementFingerprint;
  readonly twins?: number;
}

async function describeOne(selector: string, testIdAttribute = 'data-testid'): Promise<Described> {
  const text = await page.$$eval<string, object>(selector, describeMatches as never, { testIdAttribute });
  return JSON.parse(text) as Described;
}

async function fingerprintOf(html: string, selector: string): Promise<ElementFingerprint | undefined> {
  await page.setContent(html);
  return (await describeOne(selector)).fingerprint;
}

async function readPage(mostElements = 1500): Promise<{ title: string; elements: readonly ElementFingerprint[] }> {
  const text = await page.evaluate<string, object>(describePage as never, {
    testIdAttribute: 'data-testid',
    mostElements,
    timeMs: 1500,
  });
  return JSON.parse(text) as { title: string; elements: readonly ElementFingerprint[] };
}

test.each([
  ['<button>Save</button>', 'button', 'Save'],
  ['<button aria-label="Close it">×</button>', 'button', 'Close it'],
  ['<i id=a>From</i><i id=b>two</i><button aria-labelledby="a b">x</button>', 'button', 'From two'],
  ['<button><img src="" alt="Search"></button>', 'button', 'Search'],
  ['<button title="Help"></button>', 'button', 'Help'],
  ['<input type=submit value="Send">', 'button', 'Send'],
  ['<input type=submit>', 'button', 'Submit'],
  ['<label for=x>First name</label><input id=x>', 'textbox', 'First name'],
  ['<label><input type=checkbox> I agree</label>', 'checkbox', 'I agree'],
  ['<input type=search placeholder="Find">', 'searchbox', 'Find'],
  ['<a href="/x">Go</a>', 'link', 'Go'],
  ['<a>Nowhere</a>', undefined, undefined],
  ['<h2>Title <small>now</small></h2>', 'heading', 'Title now'],
  ['<img src="" alt="A cat">', 'img', 'A cat'],
  ['<img src="" alt="">', undefined, undefined],
  ['<select aria-label="Size"><option>S</option></select>', 'combobox', 'Size'],
  ['<select multiple aria-label="Size"><option>S</option></select>', 'listbox', 'Size'],
  ['<div role="switch" aria-checked="true">Dark</div>', 'switch', 'Dark'],
  ['<textarea aria-label="Note">typed</textarea>', 'textbox', 'Note'],
  ['<fieldset><legend>Address</legend></fieldset>', 'group', 'Address'],
])('%s has the role %s and the name %s', async (html, role, name) => {
  await page.setContent(`<main>${html}</main>`);
  const found = (await describeOne('main > :last-child:not(label), main > label input')).fingerprint;
  expect({ role: found?.role, name: found?.name }).toEqual({ role, name });
  // Playwright's own engine finds it by what we say.
  if (role && name) expect(await page.getByRole(role as 'button', { name, exact: true }).count()).toBe(1);
});

test('a list to choose from tells its first options, not what was chosen', async () => {
  const rest = Array.from({ length: 60 }, (_, at) => `<option>${at}</option>`).join('');
  const list = `<select id=c><optgroup label=EU><option value=nl> The <b>Nether</b>lands </option></optgroup><option label=Other value=x selected>…</option>${rest}</select>`;
  const found = await fingerprintOf(`${list}<p>Hello</p>`, '#c');
  expect(found?.options?.slice(0, 3)).toEqual([
    { value: 'nl', label: 'The Netherlands' },
    { value: 'x', label: 'Other' },
    { value: '0', label: '0' },
  ]);
  expect(found?.options).toHaveLength(50);
  expect((await describeOne('p')).fingerprint).not.toHaveProperty('options');
});

describe('what nobody may read', () => {
  test('values of fields and what was typed into an editor', async () => {
    await page.setContent(`<form><label>Mail <input id=mail value="s3cret-a"></label><textarea>s3cret-b</textarea>
      <div contenteditable="true">s3cret-c <b id=bold>s3cret-j</b></div><label>Password <input id=pw type=password placeholder="s3cret-d" value="s3cret-e"></label>
      <input id=code autocomplete="one-time-code" title="s3cret-f" value="s3cret-g"><p>Hello</p></form>`);
    await page.fill('#mail', 's3cret-h');
    await page.fill('textarea', 's3cret-i');
    const told = [await readPage()];
    for (const selector of ['form', '#mail', 'textarea', '[contenteditable]', '#bold', '#pw', '#code', 'p'])
      told.push((await describeOne(selector)) as never);
    expect(JSON.stringify(told)).toContain('Hello');
    expect(JSON.stringify(told)).not.toContain('s3cret');
  });

  test('a password field is told by its label and its place', async () => {
    const found = await fingerprintOf('<label for=p>Password</label><input id=p type=password name=pw>', '#p');
    expect(found).toMatchObject({ tag: 'input', type: 'password', id: 'p', nameAttribute: 'pw', label: 'Password' });
  });
});

const shop = `<title>Shop</title><style>button{margin:4px}</style><h1>Basket</h1>
<table><tr class=item><td>Apple</td><td><button class="btn danger">Remove</button></td></tr>
<tr class=item><td>Pear</td><td><button class="btn danger" data-testid="rm" data-qa="q">Remove</button></td></tr></table>
<section id=pay><h2>Payment</h2><div><a href="/pay?now=1" class="btn">Pay</a> <button disabled>Later</button></div>
<span style="display:none" id=hidden>Hidden</span></section>
<div id=host></div><iframe name=inner srcdoc="<p>Within</p><button>Inner</button>"></iframe>
<script>document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '<p>Shadow</p><button>In the dark</button>';</script>`;

describe('where an element is', () => {
  beforeEach(() => page.setContent(shop));

  test('row, heading, neighbours, twins, place in the tree', async () => {
    const { fingerprint, twins, matches } = await describeOne('[data-testid=rm]');
    expect(matches).toBe(1);
    expect(twins).toBe(2);
    expect(fingerprint).toMatchObject({
      xpath: '/html[1]/body[1]/table[1]/tbody[1]/tr[2]/td[2]/button[1]',
      testId: 'rm',
      classes: ['btn', 'danger'],
      rowText: 'Pear Remove',
      heading: 'Basket',
      isButton: true,
    });
    expect(fingerprint?.neighborText).toContain('Pear');
    expect(await page.locator(`xpath=${fingerprint?.xpath}`).getAttribute('data-testid')).toBe('rm');
  });

  test.each([
    [
      'a form of one button',
      '<form method=post><input type=hidden name=id value=2><button>Pay</button></form>',
      'Pear Pay',
    ],
    ['a form with a field, which is a place of its own', '<form><input name=n><button>Pay</button></form>', undefined],
  ])('its row, from within %s', async (_name, form, rowText) => {
    const row = (name: string): string => `<tr><td>${name}</td><td>${form}</td></tr>`;
    await page.setContent(`<table>${row('Apple')}${row('Pear')}</table>`);
    expect((await describeOne('tr:nth-child(2) button')).fingerprint?.rowText).toBe(rowText);
    const told = (await readPage()).elements.filter(({ role }) => role === 'button');
    expect(told.at(1)?.rowText).toBe(rowText);
  });

  test('fields that are called as what every element has', async () => {
    const fields = ['id', 'children', 'name', 'type', 'title', 'labels', 'role'].map((name) => `<input name=${name}>`);
    await page.setContent(`<form id=book class=f>${fields.join('')}<button>Book</button></form>`);
    expect((await describeOne('form')).fingerprint).toMatchObject({ tag: 'form', id: 'book', classes: ['f'] });
    expect((await describeOne('button')).fingerprint?.idXpath).toBe("//*[@id='book']/button[1]");
    const { elements } = await readPage();
    expect(elements.map(({ tag }) => tag)).toEqual(['form', ...fields.map(() => 'input'), 'button']);
  });

  test('the test id is in the attribute that the project uses', async () => {
    expect((await describeOne('[data-testid=rm]', 'data-qa')).fingerprint?.testId).toBe('q');
  });

  test('the path from the nearest id leads back to it', async () => {
    const { fingerprint } = await describeOne('a');
    expect(fingerprint).toMatchObject({
      idXpath: "//*[@id='pay']/div[1]/a[1]",
      isButton: true,
      heading: 'Payment',
      href: '/pay?now=1',
    });
    expect(await page.locator(`xpath=${fingerprint?.idXpath}`).innerText()).toBe('Pay');
  });

  test('a disabled and a hidden element say so', async () => {
    expect((await describeOne('button[disabled]')).fingerprint?.isEnabled).toBe(false);
    const hidden = (await describeOne('#hidden')).fingerprint;
    expect(hidden?.isVisible).toBe(false);
    expect(hidden?.box).toBeUndefined();
  });

  test('shadow roots and frames', async () => {
    const dark = (await describeOne('#host button')).fingerprint;
    expect(dark).toMatchObject({ name: 'In the dark', within: ['#shadow'] });
    expect(dark?.xpath).toBe('/html[1]/body[1]/div[1]/#shadow/button[1]');
    const framed = await describeOne('iframe >> internal:control=enter-frame >> button');
    expect(framed.fingerprint).toMatchObject({ name: 'Inner', within: ['inner'] });
  });

  test('neighbours are found far down a long table, too', async () => {
    const rows = Array.from(
      { length: 400 },
      (_, index) => `<tr><td>Item ${index}</td><td><button>Open</button></td></tr>`,
    );
    await page.setContent(`<table>${rows.join('')}</table>`);
    const { fingerprint, twins } = await describeOne('tr:nth-child(391) button');
    expect(fingerprint?.neighborText?.match(/Item \d+/g)).toContain('Item 390');
    expect(fingerprint?.neighborText).not.toContain('Item 1 ');
    expect(twins).toBe(400);
    await page.setContent(shop);
  });

  test('several matches are only counted', async () => {
    expect(await describeOne('tr')).toEqual({ matches: 2 });
  });
});

describe('what the browser itself finds', () => {
  beforeAll(() => page.setContent(shop));

  const describePlainly = async (selectors: readonly string[]): Promise<Described> => {
    const options = { selectors, testIdAttribute: 'data-testid' };
    return JSON.parse(await page.evaluate<string, object>(describePlain as never, options)) as Described;
  };

  test.each([
    ['#pay', ['#pay']],
    ['span#hidden', ['span#hidden']],
    ['table .item[class="item"] [data-testid=rm]', ['table .item[class="item"] [data-testid=rm]']],
    ['section > div>a.btn', ['section > div>a.btn']],
    ['internal:testid=[data-testid="rm"s]', ['[data-testid="rm"]']],
    ['#pay >> .btn', ['#pay', '.btn']],
    ['table >> internal:testid=[data-qa="q"s]', ['table', '[data-qa="q"]']],
  ])('%s is told as Playwright finds it', async (selector, selectors) => {
    expect(plainSelectorsOf(selector)).toEqual(selectors);
    const described = await describePlainly(selectors);
    expect(described.matches).toBe(1);
    expect(described).toEqual(await describeOne(selector));
  });

  test.each([
    'text=Pay', '//a', '.btn:has-text("Pay")', '.btn:visible', 'internal:role=button[name="Remove"i]', '.btn >> nth=0', '#pay >> section .btn', '#pay >> > .btn',
    'iframe >> internal:control=enter-frame >> button', '*css=table >> tr', 'h1, h2', 'h2 + div', '#', '', 'internal:testid=[data-testid="a\\"b"s]', '"Pay"', 'css=#pay', 'a >> ',
  ])('%s is left to Playwright', (selector) => expect(plainSelectorsOf(selector)).toBeUndefined()); // prettier-ignore

  test('what is in a shadow root as well is not found there', async () => {
    expect((await describePlainly(['p'])).matches).toBe(0);
    expect((await describeOne('p')).matches).toBe(1);
  });
});

describe('a whole page', () => {
  beforeAll(() => page.setContent(shop));

  test('everything that can be seen, and nothing else, in the order of the tree', async () => {
    const { title, elements } = await readPage();
    expect(title).toBe('Shop');
    const names = elements.flatMap(({ name, role }) => (role && name ? [`${role} ${name}`] : []));
    expect(names).toEqual(['heading Basket', 'row Apple Remove', 'cell Apple', 'cell Remove', 'button Remove', 'row Pear Remove', 'cell Pear', 'cell Remove', 'button Remove', 'heading Payment', 'link Pay', 'button Later', 'button In the dark']); // prettier-ignore
    expect(elements.some(({ id }) => id === 'hidden')).toBe(false);
    expect(new Set(elements.map(({ xpath }) => xpath)).size).toBe(elements.length);
  });

  test('an element is told alike on its own and among all', async () => {
    for (const selector of ['[data-testid=rm]', 'a', 'h2', '#host button']) {
      const { fingerprint } = await describeOne(selector);
      const among = (await readPage()).elements.find(({ xpath }) => xpath === fingerprint?.xpath);
      expect({ ...among, neighborText: '' }, selector).toEqual({ ...fingerprint, neighborText: '' });
    }
  });

  test('a remembered element is found again on the changed page', async () => {
    const { fingerprint } = await describeOne('[data-testid=rm]');
    await page.evaluate(`const button = document.querySelector('[data-testid=rm]');
      button.dataset.testid = 'delete-row'; button.className = 'css-1x2y3z';`);
    const { elements } = await readPage();
    const [best] = relocateElement(fingerprint as ElementFingerprint, elements).candidates;
    expect(best?.fingerprint.testId).toBe('delete-row');
  });

  test('when there are too many, what can be used stays', async () => {
    const boxes = Array.from({ length: 3000 }, (_, index) => `<div class=d${index}><i></i></div>`).join('');
    await page.setContent(`<style>div{height:4px}</style>${boxes}<button>Last</button>`);
    const { elements } = await readPage(200);
    expect(elements).toHaveLength(200);
    expect(elements.at(-1)?.name).toBe('Last');
  });

  test('a page that never rests is told all the same', async () => {
    await page.setContent(
      '<p>0</p><script>let n = 0; setInterval(() => { document.querySelector("p").textContent = ++n; }, 5)</script>',
    );
    const startedAt = performance.now();
    expect((await readPage()).elements.map(({ tag }) => tag)).toEqual(['p']);
    expect(performance.now() - startedAt).toBeLessThan(1500);
  });
});

describe('an element that is taken off the page', () => {
  const take = (selector: string, round: number) =>
    page.$$eval<number, object>(selector, removeElements as never, { round });
  const rows = (total: string) =>
    `<tr><td>Pot</td><td class="total">${total}</td></tr><tr><td>Pan</td><td class="sum">9</td></tr>`;

  test.each([
    ['with another number, at once', 'tbody.innerHTML = rows', 0],
    ['with other words, when it is asked for again', "tbody.innerHTML = rows.replace('16', 'sixteen')", 1],
  ])('is taken again when it is drawn anew %s', async (_name, redraw, taken) => {
    await page.goto('about:blank');
    await page.setContent(`<table><tbody>${rows('8.00')}</tbody></table>`);
    const round = 100 + taken;
    expect(await take('.total', round)).toBe(1);
    const left = await page.evaluate<number>(
      `(() => { const tbody = document.querySelector('tbody'); const rows = ${JSON.stringify(rows('16.00'))}; ${redraw};
        return new Promise((resolve) => setTimeout(() => resolve(document.querySelectorAll('.total').length), 0)); })()`,
    );
    expect(left).toBe(taken);
    expect(await take('.total', round)).toBe(taken);
    expect(await page.locator('.sum').count()).toBe(1);
  });

  test('leaves alone what the selector matches now and was there before', async () => {
    await page.goto('about:blank');
    await page.setContent('<ul><li>a</li><li>b</li></ul>');
    expect(await take('li:first-child', 200)).toBe(1);
    expect(await take('li:first-child', 200)).toBe(0);
    expect(await page.locator('li').allTextContents()).toEqual(['b']);
  });
});
