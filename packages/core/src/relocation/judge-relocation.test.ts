import { describe, expect, it } from 'vitest';

import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { deedOf } from './guards/destructive-verbs.ts';
import { guards } from './guards/registry.ts';
import { judgeRelocation } from './judge-relocation.ts';

const main = '/html[1]/body[1]/main[1]';

function element(over: Partial<ElementFingerprint> = {}): ElementFingerprint {
  const { text = 'Export', ...rest } = over;
  return {
    tag: 'button',
    xpath: `${main}/button[1]`,
    role: 'button',
    name: text,
    text,
    id: 'export',
    classes: ['btn'],
    isButton: true,
    box: { x: 10, y: 10, width: 80, height: 30 },
    neighborText: 'Settings',
    ...rest,
  };
}

function verdictOn(
  old: ElementFingerprint,
  elements: readonly ElementFingerprint[],
  over: Partial<FailingPage> = {},
  others: readonly ElementFingerprint[] = [],
  othersUrl = '/a',
) {
  const remembered = (fingerprint: ElementFingerprint, url = '/a'): RememberedElement => ({
    place: { file: 'a.spec.ts', line: 1, column: 1 },
    locator: '',
    selector: '',
    action: 'click',
    ordinal: 0,
    url,
    fingerprint,
    twins: 1,
    seenAt: '',
  });
  const page: FailingPage = {
    place: { file: 'a.spec.ts', line: 1, column: 1 },
    locator: '',
    selector: '',
    action: 'click',
    ordinal: 0,
    url: '/a',
    title: 'A',
    matches: 0,
    elements,
    ...over,
  };
  return judgeRelocation({
    remembered: remembered(old),
    page,
    rememberedHere: others.map((one) => remembered(one, othersUrl)),
  });
}

describe('a guard speaks', () => {
  it.each([
    [
      'row-changed',
      'refuse',
      element({ text: 'Remove', rowText: 'Pear $2 Remove' }),
      element({ text: 'Remove', rowText: 'Apple $3 Remove' }),
      {},
    ],
    [
      'row-changed',
      'refuse',
      element({ text: 'Remove', name: 'Remove Pear', rowText: 'Pear $2 Remove' }),
      element({ text: 'Remove', name: 'Remove Apple', rowText: 'Apple $3 Remove' }),
      {},
    ],
    ['no-shared-identity', 'refuse', element(), element({ text: 'Download', id: 'download' }), { action: 'expect' }],
    ['kind-changed', 'refuse', element(), element({ tag: 'input', role: 'checkbox', type: 'checkbox' }), {}],
    ['kind-changed', 'propose', element(), element({ tag: 'a', role: 'link', href: '/export' }), {}],
    ['kind-changed', 'refuse', element(), element({ tag: 'h2', role: 'heading' }), {}],
    [
      'kind-changed',
      'refuse',
      element({ tag: 'input', role: 'textbox', type: 'text' }),
      element({ tag: 'input', role: '', type: 'password' }),
      { action: 'fill' },
    ],
    [
      'kind-changed',
      'refuse',
      element({ tag: 'input', role: 'textbox', type: 'text' }),
      element({ tag: 'div', role: '', type: '' }),
      { action: 'fill' },
    ],
    [
      'kind-changed',
      'refuse',
      element({ tag: 'select', role: 'combobox', type: 'select-one' }),
      element({ tag: 'button', role: 'combobox', type: 'button' }),
      { action: 'selectOption' },
    ],
    [
      'kind-changed',
      'refuse',
      element({ tag: 'input', role: 'combobox', type: 'text' }),
      element({ tag: 'select', role: 'combobox', type: 'select-one' }),
      { action: 'fill' },
    ],
    ['destructive-verb', 'refuse', element({ text: 'Delete account' }), element({ text: 'Deactivate account' }), {}],
    [
      'destructive-verb',
      'refuse',
      element({ text: 'Close account view' }),
      element({ text: 'Delete account view' }),
      {},
    ],
    ['destructive-verb', 'propose', element({ text: 'Delete account' }), element({ text: 'Konto löschen' }), {}],
    [
      'destructive-verb',
      'propose',
      element({ text: '×', id: 'x' }),
      element({ text: '×', name: 'Delete', id: 'x' }),
      {},
    ],
    ['other-page', 'refuse', element(), element(), { title: '404 Not Found' }],
    ['other-page', 'refuse', element(), element(), { status: 503 }],
    ['no-shared-identity', 'propose', element(), element({ text: 'Download', id: 'download' }), {}],
    ['no-shared-identity', 'refuse', element({ text: '→', id: '' }), element({ text: '←', id: '' }), {}],
    ['not-usable', 'refuse', element(), element({ isEnabled: false }), {}],
    ['not-usable', 'refuse', element(), element({ isVisible: false }), {}],
    ['accessibility-loss', 'propose', element(), element({ tag: 'div', role: 'generic', isButton: false }), {}],
    [
      'accessibility-loss',
      'propose',
      element({ tag: 'input', role: 'textbox', name: 'Phone', label: 'Phone', text: '' }),
      element({ tag: 'input', role: 'textbox', name: '', label: '', text: '' }),
      {},
    ],
  ] as const)('%s: %s', (guard, verdict, old, candidate, page) => {
    const answer = verdictOn(old, [candidate], page);
    expect(answer.findings).toContainEqual({ guard, verdict, reason: expect.stringMatching(/^[^]{20,}\.$/) });
    if (verdict === 'refuse') expect(answer.verdict).toBe('refuse');
    else expect(answer.verdict).not.toBe('automatic');
  });

  it('mutual-best: what became of another old element is not taken', () => {
    const other = element({
      text: 'Import',
      id: 'import',
      xpath: `${main}/button[2]`,
      box: { x: 10, y: 90, width: 80, height: 30 },
    });
    const answer = verdictOn(element(), [other], {}, [other]);
    expect(answer).toMatchObject({
      verdict: 'refuse',
      findings: expect.arrayContaining([expect.objectContaining({ guard: 'mutual-best' })]),
    });
  });

  it('exact-twin: one of two that are the same is for a person', () => {
    const twins = [1, 2].map((at) =>
      element({ xpath: `${main}/section[${at}]/button[1]`, box: { x: 10, y: at * 100, width: 80, height: 30 } }),
    );
    expect(verdictOn(element(), twins).findings.map(({ guard }) => guard)).toContain('exact-twin');
    const inRows = twins.map((one, at) => ({ ...one, rowText: `Row ${'ab'[at] ?? ''} Export` }));
    expect(verdictOn(element({ rowText: 'Row a Export' }), inRows).findings.map(({ guard }) => guard)).not.toContain(
      'exact-twin',
    );
  });

  it.each([
    ['a page', '/exports/new', false],
    ['a page whose address lost a secret', '/exports?key=[redacted]', true],
    ['a page whose address may have been cut', `/exports/${'a'.repeat(300)}`, true],
    ['a place within the page', '#exports', true],
    ['a script', 'javascript:exportAll()', true],
    ['nothing', undefined, true],
  ])('exact-twin: which of two links to %s (%s) is taken matters: %s', (_name, href, matters) => {
    const link = { tag: 'a', role: 'link', ...(href === undefined ? {} : { href }) };
    const twins = [1, 2].map((at) =>
      element({ ...link, xpath: `${main}/section[${at}]/a[1]`, box: { x: 10, y: at * 100, width: 80, height: 30 } }),
    );
    const said = verdictOn(element(link), twins).findings.map(({ guard }) => guard);
    expect(said.includes('exact-twin')).toBe(matters);
    const asserted = verdictOn(element(link), twins, { action: 'expect' }).findings.map(({ guard }) => guard);
    expect(asserted).toContain('exact-twin');
  });
});

describe('no guard speaks', () => {
  it.each([
    [
      'words that are not strong any more',
      element({ tag: 'strong', role: 'strong', isButton: false, id: 'total' }),
      element({ tag: 'span', role: 'generic', isButton: false, id: 'total' }),
    ],
    ['as it was', element(), element()],
    ['another id', element(), element({ id: 'export-data' })],
    ['other words, the same id', element(), element({ text: 'Export data' })],
    [
      'an icon that is given a name',
      element({ text: '×', id: 'close' }),
      element({ text: '×', name: 'Close the box', id: 'close' }),
    ],
    [
      'a text field for e-mail',
      element({ tag: 'input', role: 'textbox', type: 'text' }),
      element({ tag: 'input', role: 'textbox', type: 'email' }),
    ],
    [
      'the same row',
      element({ text: 'Remove', rowText: 'Pear $2 Remove' }),
      element({ text: 'Remove', rowText: 'Pear $3 in stock Remove' }),
    ],
    [
      'what cannot be taken back, worded otherwise',
      element({ text: 'Place order' }),
      element({ text: 'Complete purchase' }),
    ],
    [
      'a login page that was one',
      element({ tag: 'input', role: 'textbox', type: 'password', id: 'password' }),
      element({ tag: 'input', role: 'textbox', type: 'password', id: 'password' }),
    ],
  ] as const)('%s', (_name, old, candidate) => {
    expect(verdictOn(old, [candidate], { title: 'Sign in' }).findings).toEqual([]);
  });

  it('a page that was an error page may be one', () => {
    const heading = element({ tag: 'h1', role: 'heading', text: 'Page not found', id: '' });
    expect(verdictOn(heading, [heading], { title: 'Page not found' }).findings).toEqual([]);
  });
});

describe('what stood in its form with it', () => {
  const field = (name: string, at: string, y = 10): ElementFingerprint =>
    element({
      tag: 'input',
      role: 'textbox',
      type: 'text',
      text: '',
      name,
      label: name,
      id: '',
      xpath: `${main}/${at}`,
      box: { x: 10, y, width: 80, height: 20 },
    });
  const old = field('Your name', 'form[2]/input[1]');
  const email = { nameAttribute: 'email' };
  const inForm = [
    { ...field('Your e-mail', 'form[2]/input[2]', 40), ...email },
    field('New password', 'form[2]/input[3]', 70),
  ];
  const elsewhere = [field('E-mail for news', 'form[3]/input[1]', 90)];
  it.each<readonly [string, readonly ElementFingerprint[], readonly ElementFingerprint[], boolean]>([
    [
      'is gone: another form',
      [...inForm, ...elsewhere],
      [field('Opinion', 'form[2]/input[2]', 40), ...elsewhere],
      true,
    ],
    ['is in another form', inForm, [{ ...field('E-mail', 'form[1]/input[1]', 140), ...email }], true],
    ['is there under another label', inForm, [{ ...field('E-mail', 'form[2]/input[2]', 40), ...email }], false],
    ['is there in part', inForm, [field('New password', 'form[2]/input[2]', 40)], false],
    ['is not known', elsewhere, [field('Opinion', 'form[2]/input[2]', 40)], false],
  ])('%s', (_name, others, page, isRefused) => {
    const { findings } = verdictOn(old, [old, ...page], {}, others);
    expect(findings.some(({ guard }) => guard === 'surroundings-lost')).toBe(isRefused);
  });
});

describe('a control in the element that looks most like it', () => {
  const old = element({
    tag: 'input',
    role: 'checkbox',
    type: 'checkbox',
    name: 'Send me offers',
    text: '',
    id: 'offers',
  });
  const box = element({ tag: 'div', role: '', name: '', text: 'Send me offers', id: '', xpath: `${main}/div[1]` });
  const inBox = (over: Partial<ElementFingerprint> = {}) =>
    element({
      text: '',
      name: 'Send me offers',
      role: 'switch',
      type: 'button',
      id: '',
      xpath: `${main}/div[1]/button[1]`,
      box: { x: 281, y: 495, width: 16, height: 6 },
      ...over,
    });
  it.each<readonly [string, readonly ElementFingerprint[], 'offered' | 'offered with doubt' | 'not offered']>([
    ['is offered', [box, inBox()], 'offered'],
    ['or beside it is offered', [{ ...box, tag: 'span', xpath: `${main}/div[1]/span[1]` }, inBox()], 'offered'],
    ['must be of its kind', [box, inBox({ role: 'button' })], 'not offered'],
    ['must be called alike', [box, inBox({ name: 'Send me news' })], 'not offered'],
    ['must be the only one', [box, inBox(), inBox({ xpath: `${main}/div[1]/button[2]` })], 'not offered'],
    [
      'with a namesake elsewhere is for a person',
      [box, inBox(), inBox({ xpath: '/html[1]/body[1]/footer[1]/button[1]' })],
      'offered with doubt',
    ],
  ])('%s', (_name, page, expected) => {
    const { verdict, candidate, findings } = verdictOn(old, page);
    const isOffered = verdict !== 'refuse' && candidate?.fingerprint.role === 'switch';
    const isDoubted = findings.some(({ reason }) => reason.includes('only control'));
    expect(isOffered ? (isDoubted ? 'offered with doubt' : 'offered') : 'not offered').toBe(expected);
  });
});

describe('an element that tests know from other pages', () => {
  const logIn = element({ tag: 'a', role: 'link', text: 'Log in', id: '', href: '/login' });
  const orders = element({ tag: 'a', role: 'link', text: 'My orders', id: '', href: '/account' });
  it.each<readonly [string, ElementFingerprint, boolean]>([
    ['is not what another one became', orders, false],
    ['may be when its address is another', { ...orders, href: '/orders' }, true],
    ['may be when it was known by the same', { ...orders, testId: 'account' }, true],
  ])('%s', (_name, known, isOffered) => {
    const old = { ...logIn, testId: 'account' };
    const page = [{ ...orders, testId: known.testId ?? '' }];
    const verdict = verdictOn(old, page, {}, [known], '/b');
    expect(verdict.findings.some(({ guard }) => guard === 'mutual-best')).toBe(!isOffered);
  });
});

describe('destructive verbs', () => {
  it.each([
    ['Delete account', 'delete'],
    ['Konto löschen', 'delete'],
    ['Supprimer le compte', 'delete'],
    ['Eliminar cuenta', 'delete'],
    ['Pay now', 'pay'],
    ['Jetzt kaufen', 'pay'],
    ['Payment details', undefined],
    ['Wishlist', undefined],
    ['Banner', undefined],
    ['Save', undefined],
    ['Remove', 'remove'],
    ['Log out', 'end'],
    ['Orders', undefined],
  ])('%s: %s', (text, deed) => {
    expect(deedOf(text)?.name).toBe(deed);
  });
});

it('guards have names of their own', () => {
  expect(new Set(guards.map(({ name }) => name)).size).toBe(guards.length);
});
