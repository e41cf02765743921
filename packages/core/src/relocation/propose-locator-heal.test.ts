import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Failure } from '../model/failure.ts';
import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { isPositional } from './locator/locator-chain.ts';
import { proposeLocatorHeal } from './propose-locator-heal.ts';

const locator = "getByRole('button', { name: 'Log in' })";
const where = {
  place: { file: 'a.spec.ts', line: 1, column: 1 },
  locator,
  selector: 's',
  action: 'click',
  ordinal: 0,
  url: '/a',
};

function element(over: Partial<ElementFingerprint> = {}): ElementFingerprint {
  const { text = 'Log in', ...rest } = over;
  return {
    tag: 'button',
    xpath: '/html[1]/body[1]/form[1]/button[1]',
    role: 'button',
    name: text,
    text,
    id: 'login',
    ...rest,
  };
}

const failures: readonly Failure[] = [
  { message: 'TimeoutError: locator.click: Timeout 1500ms exceeded.', callLog: [`waiting for ${locator}`], frames: [] },
  {
    message: 'TimeoutError: locator.click: Timeout 1500ms exceeded.',
    callLog: [`waiting for ${locator}`, 'locator resolved to <button>', 'element is not enabled'],
    frames: [],
  },
  { message: `Error: expect(locator).not.toBeVisible() failed\n\nLocator: ${locator}\nReceived: visible`, frames: [] },
  {
    message: `Error: expect(locator).toHaveText(expected) failed\n\nLocator: ${locator}\nExpected: "a"\nError: element(s) not found`,
    callLog: [`waiting for ${locator}`],
    frames: [],
  },
];

function proposed(failure: Failure | undefined, elements: readonly ElementFingerprint[], hasAppChanged = true) {
  const page: FailingPage = { ...where, title: 'A', matches: 0, elements };
  const remembered: RememberedElement = { ...where, fingerprint: element(), twins: 1, seenAt: '' };
  return proposeLocatorHeal({
    failure: failure ?? { message: 'Error', frames: [] },
    page,
    remembered: [remembered],
    hasAppChanged,
  });
}

describe('from a failure to a locator', () => {
  it('a reworded button is found again and asked for by its new words', () => {
    const answer = proposed(failures[0], [element({ text: 'Sign in' })]);
    expect(answer).toMatchObject({ kind: 'proposal', isAutomatic: true, reasons: [] });
    expect(answer.kind === 'proposal' ? answer.locators.map((one) => one.locator) : []).toEqual([
      "getByRole('button', { name: 'Sign in' })",
      "getByText('Sign in')",
      "locator('#login')",
    ]);
  });

  it.each([
    [
      'the element is gone',
      failures[0],
      [element({ tag: 'a', role: 'link', text: 'Imprint', id: 'imprint', xpath: '/html[1]/body[1]/footer[1]/a[1]' })],
      'not-found-again',
    ],
    ['the element is disabled', failures[1], [element()], 'disabled'],
    ['it should not be there', failures[2], [element()], 'absence'],
    ['only its asserted text would find it', failures[3], [element({ id: '' })], 'no-locator'],
  ] as const)('refused: %s', (_name, failure, elements, why) => {
    expect(proposed(failure, elements)).toMatchObject({ kind: 'refused', why });
  });

  it('a list to choose from that is a button with a menu now is shown, and its step needs another action', () => {
    const list = element({
      tag: 'select',
      role: 'combobox',
      type: 'select-one',
      name: 'Sort by',
      text: '',
      id: 'sort',
    });
    const menu = element({ tag: 'button', role: 'combobox', type: 'button', name: 'Sort by', text: '', id: 'sort' });
    const step = { ...where, locator: "getByLabel('Sort by')", action: 'selectOption' };
    const answer = proposeLocatorHeal({
      failure: {
        message: 'Error: locator.selectOption: Error: Element is not a <select> element',
        callLog: ["waiting for getByLabel('Sort by')"],
        frames: [],
      },
      page: { ...step, title: 'A', matches: 1, elements: [menu] },
      remembered: [{ ...step, fingerprint: list, twins: 1, seenAt: '' }],
      hasAppChanged: true,
    });
    expect(answer).toMatchObject({
      kind: 'refused',
      why: 'other-action',
      isProduct: false,
      reason: expect.stringContaining('cannot choose'),
      diagnosis: { kind: 'heal-candidate' },
      verdict: { candidate: { fingerprint: { tag: 'button' } } },
    });
  });

  it('not automatic where it is not known whether the application changed', () => {
    const page = [element({ text: 'Sign in' })];
    const unknown = proposeLocatorHeal({
      failure: failures[0] ?? { message: '', frames: [] },
      page: { ...where, title: 'A', matches: 0, elements: page },
      remembered: [{ ...where, fingerprint: element(), twins: 1, seenAt: '' }],
    });
    expect(unknown).toMatchObject({
      kind: 'proposal',
      isAutomatic: false,
      reasons: [expect.stringContaining('not known')],
    });
  });
});

it('what is refused has no locator, what is proposed no position, whatever the page', () => {
  const anyElement = fc
    .record({
      tag: fc.constantFrom('button', 'a', 'div', 'input'),
      role: fc.constantFrom('button', 'link', '', 'textbox'),
      text: fc.constantFrom('Log in', 'Sign in', 'Delete account', 'Cancel', ''),
      id: fc.constantFrom('login', '', 'other'),
      isEnabled: fc.boolean(),
      at: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ at, ...over }) => element({ ...over, xpath: `/html[1]/body[1]/form[1]/${over.tag}[${at}]` }));
  const kinds = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom(...failures),
      fc.array(anyElement, { maxLength: 6 }),
      fc.boolean(),
      (failure, page, changed) => {
        const answer = proposed(failure, page, changed);
        kinds.add(answer.kind);
        if (answer.kind === 'refused') {
          expect(answer).not.toHaveProperty('locators');
          expect(answer.reason).not.toBe('');
          return;
        }
        expect([failures[0], failures[3]]).toContain(failure);
        expect(changed).toBe(true);
        expect(answer.isAutomatic).toBe(answer.reasons.length === 0);
        expect(answer.locators.some(({ chain }) => isPositional(chain))).toBe(false);
      },
    ),
    { numRuns: 400 },
  );
  expect([...kinds].toSorted()).toEqual(['proposal', 'refused']);
});
