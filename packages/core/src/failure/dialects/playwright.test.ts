import { describe, expect, test } from 'vitest';

import { failureTextOf } from '../failure-text.ts';
import type { Dialect, DialectFields } from './dialect.ts';
import { playwrightCall } from './playwright-call.ts';
import { playwrightExpect } from './playwright-expect.ts';
import { playwrightPhase } from './playwright-phase.ts';
import { playwrightStrict } from './playwright-strict.ts';

interface Row {
  readonly name: string;
  readonly message: string;
  readonly fields: DialectFields;
}

function fieldsIn(dialect: Dialect, message: string): DialectFields {
  const text = failureTextOf({ message, frames: [] });
  return dialect.parse({ ...text, all: `${text.told}\n${text.callLog}` });
}

describe('playwright-phase', () => {
  test.each<Row>([
    {
      name: 'a hook, 1.17',
      message: 'Timeout of 2000ms exceeded in beforeAll hook.\nPending operations:\n  - page.click at a.test.ts:10:16',
      fields: { phase: { part: 'all', name: 'beforeAll' }, timeout: { kind: 'hook', ms: 2000 } },
    },
    {
      name: 'a hook around a file, 1.50 to 1.65',
      message: '"beforeAll" hook timeout of 30000ms exceeded.',
      fields: { phase: { part: 'all', name: 'beforeAll' }, timeout: { kind: 'hook', ms: 30_000 } },
    },
    {
      name: 'a hook around each test, 1.50 to 1.65',
      message: 'Test timeout of 30000ms exceeded while running "beforeEach" hook.',
      fields: { phase: { part: 'each', name: 'beforeEach' }, timeout: { kind: 'hook', ms: 30_000 } },
    },
    {
      name: 'a fixture of a test',
      message: 'Test timeout of 30000ms exceeded while setting up "adminPage".',
      fields: { phase: { part: 'fixture', name: 'adminPage' }, timeout: { kind: 'hook', ms: 30_000 } },
    },
    {
      name: 'a fixture with its own limit, 1.59',
      message: 'Fixture "dbServer" timeout of 1000ms exceeded during teardown.',
      fields: { phase: { part: 'fixture', name: 'dbServer' }, timeout: { kind: 'hook', ms: 1000 } },
    },
    {
      name: 'the teardown of a context',
      message: 'Tearing down "context" exceeded the test timeout of 30000ms.',
      fields: { phase: { part: 'fixture', name: 'context' }, timeout: { kind: 'hook', ms: 30_000 } },
    },
    {
      name: 'the web server that does not answer',
      message: 'Error: Timed out waiting 60000ms from config.webServer.',
      fields: { phase: { part: 'server' }, timeout: { kind: 'hook', ms: 60_000 } },
    },
    {
      name: 'the web server whose port is taken',
      message:
        'Error: http://localhost:3000 is already used, make sure that nothing is running on the port/url or set reuseExistingServer:true in config.webServer.',
      fields: { phase: { part: 'server' } },
    },
    { name: 'a plain test timeout', message: 'Test timeout of 30000ms exceeded.', fields: {} },
  ])('$name', ({ message, fields }) => expect(fieldsIn(playwrightPhase, message)).toEqual(fields));
});

describe('playwright-call', () => {
  test.each<Row>([
    {
      name: 'an action whose locator never matched',
      message:
        "TimeoutError: locator.click: Timeout 1500ms exceeded.\nCall log:\n  - waiting for getByRole('button', { name: 'Pay' })\n",
      fields: {
        action: 'locator.click',
        locator: "getByRole('button', { name: 'Pay' })",
        matched: 'none',
        timeout: { kind: 'action', ms: 1500 },
      },
    },
    {
      name: 'an action on an element that is covered',
      message:
        'Error: locator.click: Test timeout of 30000ms exceeded.\nCall log:\n  - waiting for locator(\'#pay\')\n    - locator resolved to <button id="pay">Pay</button>\n  - attempting click action\n    - <div class="backdrop"></div> intercepts pointer events',
      fields: {
        action: 'locator.click',
        locator: "locator('#pay')",
        matched: 'one',
        timeout: { kind: 'action', ms: 30_000 },
      },
    },
    {
      name: 'waiting for visibility, with the state cut off the locator',
      message:
        "TimeoutError: page.waitForSelector: Timeout 6000ms exceeded.\nCall log:\n  - waiting for locator('.done') to be visible\n",
      fields: {
        action: 'page.waitForSelector',
        locator: "locator('.done')",
        matched: 'none',
        timeout: { kind: 'action', ms: 6000 },
      },
    },
    {
      name: 'a navigation with logs between rules, 1.10 to 1.49',
      message:
        'page.goto: Timeout 30000ms exceeded.\n=========================== logs ===========================\nnavigating to "http://localhost:43587/", waiting until "load"\n============================================================',
      fields: {
        action: 'page.goto',
        url: 'http://localhost:43587/',
        timeout: { kind: 'navigation', ms: 30_000 },
      },
    },
    {
      name: 'an event that never came',
      message: 'TimeoutError: page.waitForEvent: Timeout 3000ms exceeded while waiting for event "download"',
      fields: { action: 'page.waitForEvent', timeout: { kind: 'event', ms: 3000 } },
    },
    {
      name: 'a call on a page that is gone',
      message: 'Error: page.goto: Target page, context or browser has been closed',
      fields: { action: 'page.goto' },
    },
  ])('$name', ({ message, fields }) => expect(fieldsIn(playwrightCall, message)).toEqual(fields));
});

describe('playwright-expect', () => {
  test.each<Row>([
    {
      name: 'a text, 1.50 to 1.54',
      message:
        'Error: Timed out 5000ms waiting for expect(locator).toHaveText(expected)\n\nLocator: locator(\'h1\')\nExpected string: "My Notes"\nReceived string: "NEXT NOTE"\nCall log:\n  - expect.toHaveText with timeout 5000ms\n',
      fields: {
        matcher: 'toHaveText',
        locator: "locator('h1')",
        expected: '"My Notes"',
        received: '"NEXT NOTE"',
        matched: 'one',
        timeout: { kind: 'expect', ms: 5000 },
      },
    },
    {
      name: 'an address, 1.55 and later',
      message:
        'Error: expect(page).toHaveURL(expected) failed\n\nExpected pattern: /\\/masuk/\nReceived string:  "http://127.0.0.1:3001/dasbor"\nTimeout: 5000ms\n',
      fields: {
        matcher: 'toHaveURL',
        expected: '/\\/masuk/',
        received: '"http://127.0.0.1:3001/dasbor"',
        matched: 'one',
        url: 'http://127.0.0.1:3001/dasbor',
        timeout: { kind: 'expect', ms: 5000 },
      },
    },
    {
      name: 'an element that is not there, 1.50 to 1.55',
      message:
        "Error: Timed out 5000ms waiting for expect(locator).toBeVisible()\n\nLocator: getByText('Total')\nExpected: visible\nReceived: <element(s) not found>\n",
      fields: {
        matcher: 'toBeVisible',
        locator: "getByText('Total')",
        expected: 'visible',
        received: '<element(s) not found>',
        matched: 'none',
        timeout: { kind: 'expect', ms: 5000 },
      },
    },
    {
      name: 'a value that was polled',
      message:
        'Error: expect(received).toBeGreaterThan(expected)\n\nExpected: > 0\nReceived:   0\n\nCall Log:\n- Timeout 5000ms exceeded while waiting on the predicate',
      fields: {
        matcher: 'toBeGreaterThan',
        expected: '> 0',
        received: '0',
        matched: 'one',
        timeout: { kind: 'expect', ms: 5000 },
      },
    },
  ])('$name', ({ message, fields }) => expect(fieldsIn(playwrightExpect, message)).toEqual(fields));
});

describe('playwright-strict', () => {
  test('the elements, without the locators that would tell them apart', () => {
    const message =
      "Error: locator.click: Error: strict mode violation: getByRole('link') resolved to 2 elements:\n    1) <a href=\"/\">Home</a> aka getByRole('link', { name: 'Home' })\n    2) <a href=\"/docs\">Docs</a> aka getByRole('link', { name: 'Docs' })\n";
    expect(fieldsIn(playwrightStrict, message)).toEqual({
      matched: 'many',
      locator: "getByRole('link')",
      elements: ['<a href="/">Home</a>', '<a href="/docs">Docs</a>'],
    });
  });
});
