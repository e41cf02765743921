import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Failure } from '../../model/failure.ts';
import type { FailingPage, RememberedElement } from '../../model/remembered-element.ts';
import type { ElementFingerprint } from '../../relocation/element-fingerprint.ts';
import { proposeStepRepair } from './propose-step-repair.ts';
import type { StepRepairInput } from './step-repair.ts';

const where = {
  place: { file: 'a.spec.ts', line: 4, column: 9 },
  locator: "getByRole('button', { name: 'Pay' })",
  selector: 'internal:role=button[name="Pay"i]',
  action: 'click',
  ordinal: 0,
  url: '/cart',
};

function element(over: Partial<ElementFingerprint>): ElementFingerprint {
  const { text = 'Pay' } = over;
  return { tag: 'button', xpath: '/html[1]/body[1]/main[1]/button[1]', role: 'button', name: text, text, ...over };
}

function link(text: string, href: string, over: Partial<ElementFingerprint> = {}): ElementFingerprint {
  return element({ tag: 'a', role: 'link', xpath: `/html[1]/body[1]/nav[1]/a[${text.length}]`, text, href, ...over });
}

function remembered(fingerprint: ElementFingerprint, over: Partial<RememberedElement> = {}): RememberedElement {
  return { ...where, fingerprint, twins: 1, seenAt: '2026-11-01T10:00:00Z', ...over };
}

function seenLink(text: string, href: string, over: Partial<RememberedElement> = {}): RememberedElement {
  return remembered(link(text, href), { selector: text, url: '/', ...over });
}

function pageOf(elements: readonly ElementFingerprint[], over: Partial<FailingPage> = {}): FailingPage {
  return { ...where, title: 'Shop', matches: 0, elements, ...over };
}

function failure(callLog: readonly string[]): Failure {
  return { message: 'TimeoutError: locator.click: Timeout 1500ms exceeded.', callLog, frames: [] };
}

const step = remembered(element({}));
const notFound = failure([`waiting for ${where.locator}`]);

describe('a route that moved', () => {
  const lost = pageOf([link('Cart', '/basket')], { status: 404, title: 'Not found' });

  function moved(over: Partial<StepRepairInput> = {}) {
    return proposeStepRepair({
      failure: notFound,
      page: lost,
      remembered: [step],
      rememberedByOthers: [seenLink('Cart', '/cart')],
      hasAppChanged: true,
      ...over,
    });
  }

  it('is told by a link that kept its text', () => {
    expect(moved()).toEqual({
      kind: 'route',
      tier: 'propose',
      probability: 0.6,
      summary: 'The page /cart is not found any more, and what linked to it links to /basket now.',
      evidence: [
        '/cart, where the test found its element before, is answered with status 404.',
        'The link “Cart” led to /cart and leads to /basket; it kept its name “Cart”.',
      ],
      edit: { is: 'url', from: '/cart', to: '/basket' },
    });
  });

  it.each<[string, Partial<StepRepairInput>]>([
    [
      'on the page of another failing test',
      { page: pageOf([], { status: 404 }), otherPages: [pageOf([link('Cart', '/basket')], { url: '/' })] },
    ],
    [
      'as another test remembers it since',
      {
        page: pageOf([], { status: 404 }),
        rememberedByOthers: [
          seenLink('Cart', '/cart'),
          seenLink('Cart', '/basket', { seenAt: '2026-11-09T10:00:00Z' }),
        ],
      },
    ],
    [
      'as it was before it changed',
      {
        page: pageOf([], { status: 404 }),
        rememberedByOthers: [
          seenLink('Cart', '/basket', {
            seenAt: '2026-11-09T10:00:00Z',
            before: { fingerprint: link('Cart', '/cart'), seenAt: '2026-11-01T10:00:00Z' },
          }),
        ],
      },
    ],
    [
      'under a page that says so with status 200',
      { page: pageOf([link('Cart', '/basket'), element({ tag: 'h1', role: 'heading', text: 'Page not found' })]) },
    ],
    [
      'under a redirect to a page that says so',
      { page: pageOf([link('Cart', '/basket')], { url: '/404', status: 404 }) },
    ],
    ['with a query', { page: pageOf([link('Cart', '/basket?from=nav')], { status: 404 }) }],
  ])('%s', (_name, over) => {
    expect(moved(over)).toMatchObject({ kind: 'route', edit: { is: 'url', from: '/cart', to: '/basket' } });
  });

  it('is surer with more that speaks for it', () => {
    const cart = { testId: 'nav-cart' };
    const both = moved({
      page: pageOf([link('Cart', '/basket', cart)], { status: 404 }),
      rememberedByOthers: [remembered(link('Cart', '/cart', cart), { selector: 'x', url: '/' })],
    });
    expect(both?.probability).toBeCloseTo(0.88);
  });

  it('with an id in it', () => {
    const url = '/products/:id';
    const answer = moved({
      page: pageOf([link('Orange', '/items/2')], { status: 404, url }),
      remembered: [remembered(element({}), { url })],
      rememberedByOthers: [seenLink('Orange', '/products/2')],
    });
    expect(answer).toMatchObject({ edit: { from: '/products/2', to: '/items/2' } });
  });

  it.each<[string, Partial<StepRepairInput>]>([
    ['the application is the same', { hasAppChanged: false }],
    ['the page is there', { page: pageOf([link('Cart', '/basket')]) }],
    ['the server failed', { page: pageOf([link('Cart', '/basket')], { status: 500, title: 'Not found' }) }],
    [
      'the application still links there: its link is dead',
      { page: pageOf([link('Cart', '/basket'), link('Back to cart', '/cart')], { status: 404 }) },
    ],
    [
      'the test is where it was not before: a link led to the wrong page',
      { page: pageOf([link('Cart', '/basket')], { status: 404, url: '/checkout' }) },
    ],
    ['no link is known', { rememberedByOthers: [] }],
    ['no link of it is found again', { page: pageOf([link('Help', '/help')], { status: 404 }) }],
    [
      'links of it lead to different pages',
      {
        page: pageOf([link('Cart', '/basket'), link('My cart', '/mine')], { status: 404 }),
        rememberedByOthers: [seenLink('Cart', '/cart'), seenLink('My cart', '/cart')],
      },
    ],
    [
      'it leads to a page that was there before',
      { rememberedByOthers: [seenLink('Cart', '/cart'), seenLink('Bag', '/basket')] },
    ],
    ['it leads to the login', { page: pageOf([link('Cart', '/login')], { status: 404 }) }],
    [
      'it leads out of the application',
      { page: pageOf([link('Cart', 'https://other.example/basket')], { status: 404 }) },
    ],
    [
      'a link of other words and the same place leads elsewhere',
      { page: pageOf([link('Deal', '/basket')], { status: 404 }) },
    ],
    ['the step is not remembered', { remembered: [] }],
  ])('nothing where %s', (_name, over) => {
    expect(moved(over)).toBeUndefined();
  });
});

const dialogXpath = '/html[1]/body[1]/div[2]';

function inDialog(text: string, at = 1, over: Partial<ElementFingerprint> = {}): ElementFingerprint {
  return element({ text, xpath: `${dialogXpath}/button[${at}]`, ...over });
}

describe('a dialog that came before the step', () => {
  const dialog = element({
    tag: 'div',
    role: 'dialog',
    text: 'New: gift cards',
    name: 'News',
    xpath: dialogXpath,
    classes: ['news'],
  });
  const intercepted = (by: string): Failure =>
    failure([
      `waiting for ${where.locator}`,
      'locator resolved to <button>Pay</button>',
      'attempting click action',
      `${by} intercepts pointer events`,
      'retrying click action',
    ]);
  const byDialog = intercepted('<div class="news" role="dialog" aria-label="News">…</div>');
  const pay = element({ text: 'Pay' });

  function covered(
    controls: readonly ElementFingerprint[],
    over: Partial<StepRepairInput> & { readonly dialog?: ElementFingerprint } = {},
  ) {
    const { dialog: own = dialog, ...rest } = over;
    return proposeStepRepair({
      failure: byDialog,
      page: pageOf([pay, own, ...controls], { matches: 1 }),
      remembered: [step],
      hasAppChanged: true,
      ...rest,
    });
  }

  it('is closed by its own control in a step of its own', () => {
    expect(covered([inDialog('Show me'), inDialog('Close', 2)])).toEqual({
      kind: 'dialog',
      tier: 'propose',
      probability: 0.8,
      summary: `A dialog “News” lies over ${where.locator} and was not there when the test passed; its own “Close” closes it.`,
      evidence: [
        `<div class="news" role="dialog" aria-label="News"> took the click that was meant for ${where.locator}.`,
        'On 2026-11-01 the same step passed at /cart, and none of the 1 elements that are remembered there belongs to the dialog.',
        '“Close” is the one control of the dialog that closes it.',
      ],
      edit: {
        is: 'insert-before',
        action: 'click',
        locator: expect.objectContaining({ locator: "getByRole('button', { name: 'Close' })" }),
      },
    });
  });

  const banner = element({
    tag: 'div',
    role: '',
    name: '',
    text: 'We use cookies',
    id: 'cookie-banner',
    xpath: dialogXpath,
  });

  it.each<[string, readonly ElementFingerprint[], Parameters<typeof covered>[1], string]>([
    [
      'an icon with a name',
      [inDialog('', 1, { name: 'Close', text: '×' })],
      {},
      "getByRole('button', { name: 'Close' })",
    ],
    ['a notice', [inDialog('Got it')], {}, "getByRole('button', { name: 'Got it' })"],
    [
      'an offer',
      [inDialog('Sign up'), inDialog('No, thanks', 2)],
      { dialog: { ...dialog, text: 'Ten percent off? Sign up No, thanks' } },
      "getByRole('button', { name: 'No, thanks' })",
    ],
    [
      'a consent banner without a role',
      [inDialog('Accept all'), inDialog('Settings', 2)],
      { dialog: banner, failure: intercepted('<div id="cookie-banner">…</div>') },
      "getByRole('button', { name: 'Accept all' })",
    ],
    [
      'something inside the dialog',
      [inDialog('Close')],
      { failure: intercepted('<p>…</p> from <div class="news">…</div> subtree') },
      "getByRole('button', { name: 'Close' })",
    ],
    [
      'a shade beside it',
      [inDialog('Close')],
      { failure: intercepted('<div class="modal-backdrop"></div>') },
      "getByRole('button', { name: 'Close' })",
    ],
    [
      'a native dialog',
      [inDialog('Close')],
      { dialog: { ...dialog, tag: 'dialog', classes: [] }, failure: intercepted('<dialog open>…</dialog>') },
      "getByRole('button', { name: 'Close' })",
    ],
  ])('%s', (_name, controls, over, locator) => {
    expect(covered(controls, over)).toMatchObject({ kind: 'dialog', edit: { locator: { locator } } });
  });

  it.each<[string, readonly ElementFingerprint[], Parameters<typeof covered>[1]?]>([
    ['the application is the same', [inDialog('Close')], { hasAppChanged: false }],
    ['nothing closes it', [inDialog('Show me')]],
    ['two controls close it', [inDialog('Close'), inDialog('Close', 2, { id: 'second' })]],
    ['it asks whether to delete', [inDialog('Delete'), inDialog('Close', 2)]],
    ['it asks for a decision', [inDialog('Yes'), inDialog('No', 2)]],
    ['it asks whether to do it', [inDialog('OK'), inDialog('Cancel', 2)]],
    ['it asks a question', [inDialog('OK')], { dialog: { ...dialog, text: 'Replace your name? OK' } }],
    [
      'closing it answers no question',
      [inDialog('Retry'), inDialog('Close', 2)],
      { dialog: { ...dialog, text: 'Try again? Retry' } },
    ],
    ['its text asks a question', [inDialog('Got it'), inDialog('Is that you?', 2, { tag: 'p', role: '' })]],
    ['OK is one of several ways on', [inDialog('OK'), inDialog('Go back', 2)]],
    [
      'it asks for something to be filled in, and OK may send it',
      [inDialog('OK'), inDialog('', 2, { tag: 'input', role: 'textbox' })],
    ],
    ['it asks for a password', [inDialog('Close'), inDialog('', 2, { tag: 'input', type: 'password' })]],
    ['it accepts what is no consent to cookies', [inDialog('Accept')]],
    ['it reports an error', [inDialog('Close')], { dialog: { ...dialog, name: '', text: 'Something went wrong' } }],
    [
      'a spinner lies over the element',
      [inDialog('Close')],
      { failure: intercepted('<div class="spinner-overlay"></div>') },
    ],
    [
      'something of the page lies over it',
      [inDialog('Close')],
      { failure: intercepted('<header class="top">…</header>') },
    ],
    ['nothing says that it was covered', [inDialog('Close')], { failure: notFound }],
    ['the test is elsewhere', [inDialog('Close')], { remembered: [remembered(element({}), { url: '/' })] }],
    [
      'another test knows the dialog',
      [inDialog('Close')],
      { rememberedByOthers: [remembered(dialog, { selector: 'd' })] },
    ],
    [
      'another test closes it',
      [inDialog('Close')],
      { rememberedByOthers: [remembered(inDialog('Close'), { selector: 'c' })] },
    ],
    [
      'it lies in a frame',
      [inDialog('Close', 1, { within: ['consent'] })],
      { dialog: { ...dialog, within: ['consent'] } },
    ],
  ])('nothing where %s', (_name, controls, over) => {
    expect(covered(controls, over)).toBeUndefined();
  });

  it('whatever the dialog holds, what is pressed is one of its own controls and undoes nothing', () => {
    const words = fc.constantFrom(
      'Close',
      'Delete',
      'OK',
      'Cancel',
      'Accept all',
      'Buy',
      'Pay now',
      'Got it',
      'Unsubscribe',
      '×',
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.array(words, { maxLength: 4 }), fc.array(words, { maxLength: 3 }), (inside, outside) => {
        const controls = inside.map((text, at) => inDialog(text, at + 1));
        const others = outside.map((text, at) =>
          element({ text, xpath: `/html[1]/body[1]/main[1]/button[${at + 2}]` }),
        );
        const answer = covered([...controls, ...others]);
        if (answer?.edit.is !== 'insert-before') return;
        const pressed = /its own “(.+)” closes it/.exec(answer.summary)?.[1] ?? '';
        seen.add(pressed);
        expect<readonly string[]>(inside).toContain(pressed);
        expect(inside.some((text) => /Delete|Cancel|Unsubscribe/.test(text))).toBe(false);
        expect(pressed).not.toMatch(/Buy|Pay|Accept/);
      }),
      { numRuns: 300 },
    );
    expect(seen.size).toBeGreaterThan(1);
  });
});

describe('an option that was renamed', () => {
  const options = (...pairs: readonly [string, string][]) => pairs.map(([value, label]) => ({ value, label }));
  const old = options(['nl', 'Netherlands'], ['de', 'Germany'], ['fr', 'France']);
  const missing = failure([
    `waiting for ${where.locator}`,
    'locator resolved to <select>…</select>',
    'attempting select option action',
    'did not find some options',
  ]);
  const list = (of: ReturnType<typeof options>): ElementFingerprint =>
    element({ tag: 'select', role: 'combobox', text: '', name: 'Country', id: 'country', options: of });

  function renamed(now: ReturnType<typeof options>, over: Partial<StepRepairInput> = {}) {
    return proposeStepRepair({
      failure: missing,
      page: pageOf([list(now)], { matches: 1 }),
      remembered: [remembered(list(old))],
      hasAppChanged: true,
      ...over,
    });
  }

  it.each<[string, ReturnType<typeof options>, number, readonly object[]]>([
    [
      'a label',
      options(['nl', 'The Netherlands'], ['de', 'Germany'], ['fr', 'France']),
      0.8,
      [{ by: 'label', from: 'Netherlands', to: 'The Netherlands' }],
    ],
    [
      'all values',
      options(['NL', 'Netherlands'], ['DE', 'Germany'], ['FR', 'France']),
      0.8,
      [
        { by: 'value', from: 'nl', to: 'NL' },
        { by: 'value', from: 'de', to: 'DE' },
        { by: 'value', from: 'fr', to: 'FR' },
      ],
    ],
    [
      'both of one, at its place',
      options(['nl', 'Netherlands'], ['ger', 'Germany (West)'], ['fr', 'France']),
      0.4,
      [
        { by: 'value', from: 'de', to: 'ger' },
        { by: 'label', from: 'Germany', to: 'Germany (West)' },
      ],
    ],
    [
      'a label in another order, with one that is new',
      options(['pl', 'Poland'], ['fr', 'France'], ['de', 'Deutschland'], ['nl', 'Netherlands']),
      0.8,
      [{ by: 'label', from: 'Germany', to: 'Deutschland' }],
    ],
  ])('%s', (_name, now, probability, renames) => {
    expect(renamed(now)).toMatchObject({
      kind: 'renamed-value',
      tier: 'propose',
      probability,
      edit: { is: 'option-value', renames },
    });
  });

  it('says what was renamed and how that shows', () => {
    expect(renamed(options(['nl', 'The Netherlands'], ['de', 'Germany'], ['fr', 'France']))).toMatchObject({
      summary: 'Options of “Country” were renamed: label “Netherlands” → “The Netherlands”.',
      evidence: ['The option with the value “nl” had the label “Netherlands” and has “The Netherlands”.'],
    });
  });

  it.each<[string, ReturnType<typeof options>, Partial<StepRepairInput>?]>([
    ['an option is gone', options(['nl', 'Netherlands'], ['fr', 'France'])],
    ['another stands in its place', options(['nl', 'Netherlands'], ['dk', 'Denmark'], ['fr', 'France'])],
    ['one is gone and another new, elsewhere', options(['nl', 'Netherlands'], ['fr', 'France'], ['pl', 'Poland'])],
    ['all are others', options(['a', 'A'], ['b', 'B'], ['c', 'C'])],
    ['nothing changed', old],
    ['the list is empty', []],
    [
      'two have the value now',
      options(['nl', 'Holland'], ['nl', 'The Netherlands'], ['de', 'Germany'], ['fr', 'France']),
    ],
    [
      'the options were found',
      options(['NL', 'Netherlands'], ['de', 'Germany'], ['fr', 'France']),
      { failure: notFound },
    ],
    ['no option is remembered', options(['NL', 'Netherlands']), { remembered: [step] }],
    [
      'the application is the same',
      options(['NL', 'Netherlands'], ['de', 'Germany'], ['fr', 'France']),
      { hasAppChanged: false },
    ],
  ])('nothing where %s', (_name, now, over) => {
    expect(renamed(now, over)).toBeUndefined();
  });

  const numbered = (...labels: readonly string[]) =>
    options(...labels.map((label, at): [string, string] => [`${at + 1}`, label]));

  it.each<[string, ReturnType<typeof options>, readonly object[] | undefined]>([
    ['closed up', numbered('Apple', 'Plum'), [{ by: 'value', from: '3', to: '2' }]],
    ['closed up, with a new one', numbered('Apple', 'Plum', 'Fig'), [{ by: 'value', from: '3', to: '2' }]],
    ['replaced', numbered('Apple', 'Fig', 'Plum'), undefined],
    ['reworded', numbered('Apple', 'Pears', 'Plum'), undefined],
    ['said more of', numbered('Apple', 'Pear (ripe)', 'Plum'), [{ by: 'label', from: 'Pear', to: 'Pear (ripe)' }]],
  ])('in a list whose values are its places, one that was %s', (_name, now, renames) => {
    const answer = renamed(now, { remembered: [remembered(list(numbered('Apple', 'Pear', 'Plum')))] });
    expect(answer?.edit).toEqual(renames && { is: 'option-value', renames });
  });

  it('tells only of options that are gone and of those that are new, each once', () => {
    const anyOptions = fc.array(
      fc.record({ value: fc.constantFrom('a', 'b', 'c', 'd'), label: fc.constantFrom('A', 'B', 'C', 'D') }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(anyOptions, anyOptions, (before, now) => {
        const answer = renamed(now, { remembered: [remembered(list(before))] });
        if (answer?.edit.is !== 'option-value') return;
        const { renames } = answer.edit;
        for (const { by, from, to } of renames) {
          expect(from).not.toBe(to);
          expect(before.some((one) => one[by] === from)).toBe(true);
          expect(now.some((one) => one[by] === to)).toBe(true);
        }
        expect(new Set(renames.map(({ by, from }) => `${by} ${from}`)).size).toBe(renames.length);
      }),
      { numRuns: 500 },
    );
  });
});
