import { describe, expect, it } from 'vitest';

import type { Failure } from '../model/failure.ts';
import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import { type DiagnosisInput, diagnoseLocatorFailure } from './diagnose.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';

const place = { file: 'a.spec.ts', line: 4, column: 9 };
const locator = "getByRole('button', { name: 'Pay' })";
const selector = 'internal:role=button[name="Pay"i]';
const button: ElementFingerprint = {
  tag: 'button',
  xpath: '/html[1]/body[1]/button[1]',
  role: 'button',
  name: 'Pay',
  text: 'Pay',
};

const remembered: RememberedElement = {
  place,
  locator,
  selector,
  action: 'click',
  ordinal: 0,
  url: '/shop',
  fingerprint: button,
  twins: 1,
  seenAt: '2026-11-01T10:00:00Z',
};

const page: FailingPage = {
  place,
  locator,
  selector,
  action: 'click',
  ordinal: 0,
  url: '/shop',
  title: 'Shop',
  matches: 0,
  elements: [{ ...button, name: 'Buy', text: 'Buy' }],
};

function failure(message: string, callLog: readonly string[] = []): Failure {
  return { message, callLog, frames: [] };
}

const notFound = failure('TimeoutError: locator.click: Timeout 1500ms exceeded.', [`waiting for ${locator}`]);

function diagnosed(over: Partial<DiagnosisInput> = {}) {
  return diagnoseLocatorFailure({ failure: notFound, page, remembered: [remembered], hasAppChanged: true, ...over });
}

/** What is known beside the failure. */
type Around = Omit<Partial<DiagnosisInput>, 'page'> & { readonly page?: FailingPage | undefined };

describe('what a changed locator may explain', () => {
  it.each([
    ['an action that finds nothing', notFound, 'not-found'],
    [
      'an assertion that finds nothing, up to 1.55',
      failure(
        `Error: Timed out 5000ms waiting for expect(locator).toBeVisible()\n\nLocator: ${locator}\nExpected: visible\nReceived: <element(s) not found>`,
        [`expect.toBeVisible with timeout 5000ms`, `waiting for ${locator}`],
      ),
      'not-found',
    ],
    [
      'an assertion that finds nothing, from 1.56 on',
      failure(
        `Error: expect(locator).toBeVisible() failed\n\nLocator: ${locator}\nExpected: visible\nTimeout: 5000ms\nError: element(s) not found`,
        [`waiting for ${locator}`],
      ),
      'not-found',
    ],
    [
      'an assertion of a text that finds nothing',
      failure(
        `Error: expect(locator).toHaveText(expected) failed\n\nLocator: ${locator}\nExpected: "12"\nTimeout: 5000ms\nError: element(s) not found`,
        [`waiting for ${locator}`],
      ),
      'not-found',
    ],
    [
      'strict mode',
      failure(
        `Error: locator.click: Error: strict mode violation: ${locator} resolved to 2 elements:\n    1) <button>Pay</button> aka getByText('Pay').first()\n    2) <button>Pay</button> aka getByText('Pay').nth(1)`,
      ),
      'several-found',
    ],
    [
      'an element that cannot be filled',
      failure(
        'Error: locator.fill: Error: Element is not an <input>, <textarea>, <select> or [contenteditable] and does not have a role allowing [aria-readonly]',
        [`waiting for ${locator}`, '  locator resolved to <div id="pay">…</div>'],
      ),
      'wrong-kind',
    ],
    [
      'an input that cannot be filled',
      failure('Error: locator.fill: Error: Input of type "checkbox" cannot be filled', [
        `waiting for ${locator}`,
        '  locator resolved to <div id="pay">…</div>',
      ]),
      'wrong-kind',
    ],
  ] as const)('%s', (_name, one, symptom) => {
    expect(diagnosed({ failure: one })).toMatchObject({ kind: 'heal-candidate', symptom, remembered });
  });

  it('says whether the step asserts the text', () => {
    const one = failure(
      `Error: expect(locator).toHaveText(expected) failed\n\nLocator: ${locator}\nExpected: "12"\nError: element(s) not found`,
      [`waiting for ${locator}`],
    );
    expect(diagnosed({ failure: one })).toMatchObject({ assertsText: true });
    expect(diagnosed()).toMatchObject({ assertsText: false });
  });

  it('warns when nothing is known of the application', () => {
    const { hasAppChanged: _, ...rest } = { failure: notFound, page, remembered: [remembered], hasAppChanged: true };
    expect(diagnoseLocatorFailure(rest)).toMatchObject({
      kind: 'heal-candidate',
      cautions: [expect.stringContaining('not known')],
    });
  });

  it('takes what the same step found, of the same locator elsewhere the same use, and else nothing', () => {
    const elsewhere = { ...remembered, place: { ...place, line: 40 } };
    const second = { ...elsewhere, ordinal: 1 };
    expect(diagnosed({ remembered: [second, elsewhere] })).toMatchObject({ remembered: elsewhere });
    expect(diagnosed({ remembered: [elsewhere, remembered] })).toMatchObject({ remembered });
    expect(diagnosed({ remembered: [{ ...remembered, selector: 'css=#other' }] })).toMatchObject({
      why: 'no-fingerprint',
    });
  });
});

describe('what no locator explains', () => {
  const resolved = (state: string): Failure =>
    failure('TimeoutError: locator.click: Timeout 1500ms exceeded.', [
      `waiting for ${locator}`,
      '  - locator resolved to <button>Pay</button>',
      `  - ${state}`,
    ]);
  const value = (expected: string, received: string, matcher = 'toHaveText'): Failure =>
    failure(
      `Error: expect(locator).${matcher}(expected) failed\n\nLocator: ${locator}\nExpected: ${expected}\nReceived: ${received}\nTimeout: 5000ms`,
      [`waiting for ${locator}`, `  9 × locator resolved to <p>…</p>`, `    - unexpected value ${received}`],
    );

  it.each([
    ['X01 a total', value('"$12.50"', '"$10.00"'), 'value', true],
    ['X02 disabled for good', resolved('element is not enabled'), 'disabled', true],
    [
      'X03 a spinner that stays',
      resolved('<div class="spinner"></div> intercepts pointer events'),
      'intercepted',
      true,
    ],
    ['B11 hidden', resolved('element is not visible'), 'hidden', true],
    ['never still', resolved('element is not stable'), 'moving', true],
    ['made anew', resolved('element was detached from the DOM, retrying'), 'moving', true],
    ['hidden, asserted', value('visible', 'hidden', 'toBeVisible'), 'hidden', true],
    ['disabled, asserted', value('enabled', 'disabled', 'toBeEnabled'), 'disabled', true],
    ['X04 a count', value('3', '0', 'toHaveCount'), 'count', true],
    [
      'a count of what is not there',
      failure(`Error: expect(locator).toHaveCount(expected) failed\n\nLocator: ${locator}\nExpected: 3\nReceived: 0`, [
        `waiting for ${locator}`,
        '  9 × locator resolved to 0 elements',
      ]),
      'count',
      true,
    ],
    [
      'a list, none of which is there',
      failure(
        `Error: expect(locator).toHaveText(expected) failed\n\nLocator: ${locator}\nTimeout: 500ms\n- Expected  - 4\n+ Received  + 1\n\n- Array [\n-   "Apple",\n-   "Pear",\n- ]\n+ Array []`,
        [`waiting for ${locator}`, '  4 × locator resolved to 0 elements'],
      ),
      'value',
      true,
    ],
    [
      'a list with another text, up to 1.55',
      failure(
        `Error: Timed out 500ms waiting for expect(locator).toContainText(expected)\n\nLocator: ${locator}\n- Expected  - 1\n+ Received  + 1\n\n  Array [\n    "Apple",\n-   "Plum",\n+   "Pear",\n  ]`,
        [`waiting for ${locator}`, '  4 × locator resolved to 2 elements'],
      ),
      'value',
      true,
    ],
    [
      'X05 an address',
      failure(
        'Error: expect(page).toHaveURL(expected) failed\n\nExpected: "http://localhost/done"\nReceived: "http://localhost/404"\nTimeout: 5000ms',
      ),
      'value',
      true,
    ],
    [
      'X09 what should not be there',
      failure(
        `Error: expect(locator).not.toBeVisible() failed\n\nLocator: ${locator}\nExpected: not visible\nReceived: visible`,
        [`waiting for ${locator}`],
      ),
      'absence',
      true,
    ],
    [
      'what should be hidden',
      failure(`Error: expect(locator).toBeHidden() failed\n\nLocator: ${locator}\nExpected: hidden\nReceived: visible`),
      'absence',
      true,
    ],
    [
      'none of them',
      failure(`Error: expect(locator).toHaveCount(expected) failed\n\nLocator: ${locator}\nExpected: 0\nReceived: 1`),
      'absence',
      true,
    ],
    ['a crash', failure('Error: locator.click: Target crashed', [`waiting for ${locator}`]), 'crash', true],
    [
      'a plain comparison',
      failure('Error: expect(received).toBe(expected) // Object.is equality\n\nExpected: 2\nReceived: 3'),
      'value',
      true,
    ],
    [
      'an error of the test',
      failure("TypeError: Cannot read properties of undefined (reading 'x')"),
      'no-locator-failure',
      false,
    ],
    [
      'a response that did not come',
      failure('TimeoutError: page.waitForResponse: Timeout 3000ms exceeded while waiting for event "response"'),
      'no-locator-failure',
      false,
    ],
  ] as const)('%s', (_name, one, why, isProduct) => {
    expect(diagnosed({ failure: one })).toEqual({
      kind: 'refused',
      why,
      isProduct,
      reason: expect.stringMatching(/^[^]+\.$/),
    });
  });

  it('a list is none, whatever the failure tells', () => {
    const list = { page: { ...page, isList: true }, remembered: [{ ...remembered, isList: true }] };
    expect(diagnosed(list)).toMatchObject({ kind: 'refused', why: 'value' });
    expect(diagnosed({ ...list, page: { ...list.page, status: 500 } })).toMatchObject({ why: 'error-page' });
  });

  it('the first of a list is not what a step on one element looks for', () => {
    expect(diagnosed({ remembered: [{ ...remembered, isList: true }] })).toMatchObject({ why: 'no-fingerprint' });
  });

  it.each([
    ['no page', { page: undefined }, 'no-page'],
    ['no fingerprint', { remembered: [] }, 'no-fingerprint'],
    ['the same build', { hasAppChanged: false }, 'same-build'],
    ['X11 most of the suite', { suite: { testCount: 20, brokenCount: 12 } }, 'mass-breakage'],
    ['B07 an error page', { page: { ...page, status: 500 } }, 'error-page'],
    [
      'B08 a login page',
      { page: { ...page, url: '/login', elements: [{ ...button, tag: 'input', type: 'password' }] } },
      'login-page',
    ],
  ] as readonly [string, Around, string][])('%s', (_name, { page: other, ...over }, why) => {
    const input = { failure: notFound, remembered: [remembered], hasAppChanged: true, ...over };
    const isGiven = why !== 'no-page';
    expect(diagnoseLocatorFailure(isGiven ? { ...input, page: other ?? page } : input)).toMatchObject({
      kind: 'refused',
      why,
    });
  });

  it.each([
    ['it was answered so before', 'POST /shop 4xx', '/shop', 422, 'heal-candidate'],
    ['another class of answer came before', 'POST /shop 4xx', '/shop', 500, 'refused'],
    ['another address was answered so before', 'POST /api/shop 4xx', '/shop', 422, 'refused'],
    ['the step that was answered so led elsewhere', 'POST /shop 4xx', '/cart', 422, 'refused'],
    ['all went well before', 'POST /shop 2xx', '/shop', 422, 'refused'],
  ])('a form that is shown again with its mistakes: %s', (_name, request, urlAfter, status, kind) => {
    const sent = {
      ...remembered,
      place: { ...place, line: 3 },
      locator: "getByLabel('Card')",
      selector: 'internal:label="Card"i',
      contract: { requests: [request], urlAfter },
    };
    expect(diagnosed({ page: { ...page, status }, remembered: [sent, remembered] })).toMatchObject({ kind });
  });

  it('a form that was shown again once and taken the next time may be an error page now', () => {
    const sentWith = (line: number, request: string) => ({
      ...remembered,
      place: { ...place, line },
      selector: `internal:label="${line}"i`,
      contract: { requests: [request], urlAfter: '/shop' },
    });
    const steps = [sentWith(2, 'POST /shop 4xx'), sentWith(3, 'POST /shop 2xx'), remembered];
    expect(diagnosed({ page: { ...page, status: 422 }, remembered: steps })).toMatchObject({ why: 'error-page' });
  });

  it.each([
    ['five changes, however small the suite', { testCount: 6, brokenCount: 5 }],
    ['a tenth', { testCount: 100, brokenCount: 10 }],
  ])('%s is no mass', (_name, suite) => {
    expect(diagnosed({ suite })).toMatchObject({ kind: 'heal-candidate' });
  });
});
