import type { Failure } from '@millwright/core';

import { hexOf, pick, randomOf } from './random.ts';

const buttons = [
  'Pay now',
  'Add to cart',
  'Sign in',
  'Continue',
  'Apply voucher',
  'Save address',
  'Delete',
  'Confirm order',
  'Next',
  'Export',
];
const roles = ['button', 'link', 'textbox', 'row', 'dialog', 'heading', 'checkbox', 'option', 'alert', 'tab'];
const names = [
  'Ada',
  'Grace',
  'Edsger',
  'Barbara',
  'Alan',
  'Donald',
  'Margaret',
  'Tony',
  'Leslie',
  'Frances',
  'Ken',
  'Radia',
  'John',
  'Jean',
  'Niklaus',
];
const paths = [
  '/api/v1/orders',
  '/api/v1/users',
  '/api/v1/payments',
  '/checkout',
  '/cart',
  '/login',
  '/account/addresses',
  '/admin/reports',
];

interface Site {
  readonly kind: number;
  readonly locator: string;
  readonly path: string;
  readonly word: string;
  readonly file: string;
  readonly line: number;
  /** Whether the message holds a word that no rule can tell from a constant one. */
  readonly named: boolean;
}

function siteOf(index: number): Site {
  const random = randomOf(index + 77);
  const role = pick(random, roles);
  const word = pick(random, buttons);
  return {
    kind: index % 8,
    locator: `getByRole('${role}', { name: '${word}' })`,
    path: pick(random, paths),
    word,
    file: `tests/area-${index % 9}/page-${index % 61}.spec.ts`,
    line: 10 + (index % 190),
    named: random() < 0.06,
  };
}

type Message = (site: Site, random: () => number) => string;

const number = (random: () => number, max: number) => Math.floor(random() * max);
const uuid = (random: () => number) => [8, 4, 4, 4, 12].map((digits) => hexOf(random, digits)).join('-');

const messages: readonly Message[] = [
  (site, random) =>
    `TimeoutError: locator.click: Timeout ${5000 + number(random, 3) * 5000}ms exceeded.\nCall log:\n  - waiting for ${site.locator}\n    - locator resolved to <button id="btn-${hexOf(random, 8)}" class="primary">${site.word}</button>\n  - attempting click action\n    ${2 + number(random, 40)} × waiting for element to be visible, enabled and stable\n      - element is not stable`,
  (site, random) =>
    `Error: expect(locator).toHaveText(expected) failed\n\nLocator: ${site.locator}\nExpected string: "Total: ${number(random, 500)}.${number(random, 100)} EUR"\nReceived string: "Total: ${number(random, 500)}.00 EUR"\n\nCall log:\n  - Expect "toHaveText" with timeout 5000ms\n  - waiting for ${site.locator}\n    ${number(random, 14)} × locator resolved to <span data-row="${number(random, 9000)}">…</span>`,
  (site, random) =>
    `Error: expect(received).toBe(expected) // Object.is equality\n\nExpected: 200\nReceived: 500\n\nPOST http://127.0.0.1:${30000 + number(random, 30000)}${site.path} answered {"error":"internal","requestId":"${uuid(random)}","tookMs":${number(random, 4000)}}`,
  (site, random) =>
    `Error: apiRequestContext.get: connect ECONNREFUSED 127.0.0.1:${30000 + number(random, 30000)}\nCall log:\n  - → GET http://127.0.0.1:${30000 + number(random, 30000)}${site.path}/${uuid(random)}\n    - user-agent: Playwright/1.65.1 (x64; debian 12) node/24.21\n    - accept: */*\n    - accept-encoding: gzip,deflate,br`,
  (site, random) =>
    `Error: strict mode violation: ${site.locator} resolved to ${2 + number(random, 4)} elements:\n    1) <a href="${site.path}/${number(random, 90000)}">${site.word}</a> aka ${site.locator}.first()\n    2) <a href="${site.path}/${number(random, 90000)}">${site.word}</a> aka ${site.locator}.nth(1)`,
  (site, random) =>
    `TypeError: Cannot read properties of undefined (reading 'total${site.line}')\norder ${uuid(random)} of customer ${number(random, 100000)} had no lines after ${number(random, 900)} ms`,
  (site, random) =>
    `Error: page.goto: net::ERR_CONNECTION_RESET at http://localhost:${30000 + number(random, 30000)}${site.path}?session=${hexOf(random, 24)}\nCall log:\n  - navigating to "http://localhost:${30000 + number(random, 30000)}${site.path}", waiting until "load"`,
  (site, random) =>
    `AssertionError: expected ${(random() * 10).toFixed(12)} to be close to ${(random() * 10).toFixed(2)} for ${site.word}\n- Expected\n+ Received\n\n- ${number(random, 1000)}\n+ ${number(random, 1000)}`,
];

/** A failure of about one kilobyte at one of many sites: the text stays, its numbers, ids, ports and times change. */
export function syntheticFailure(siteIndex: number, random: () => number): Failure {
  const site = siteOf(siteIndex);
  const text = (messages[site.kind] as Message)(site, random);
  const message = site.named ? `${text}\nsigned in as ${pick(random, names)}` : text;
  const frames = Array.from({ length: 4 }, (_, depth) => ({
    file: depth === 0 ? site.file : `tests/pages/object-${(siteIndex + depth) % 23}.ts`,
    line: site.line + depth * 11,
    column: 5 + depth,
    function: depth === 0 ? 'test' : `Page.step${(siteIndex * depth) % 17}`,
    origin: 'user' as const,
  }));
  return {
    name: site.kind === 0 ? 'TimeoutError' : 'Error',
    message,
    frames,
    location: { file: site.file, line: site.line, column: 5 },
    snippet: `  ${site.line - 1} |   await page.goto('${site.path}');\n> ${site.line} |   await page.${site.locator}.click();\n     |              ^\n  ${site.line + 1} | });`,
    step: `Click ${site.locator}`,
    locator: site.locator,
  };
}
