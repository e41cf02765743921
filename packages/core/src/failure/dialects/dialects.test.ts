import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { failureTextOf } from '../failure-text.ts';
import type { DialectFields } from './dialect.ts';
import { dialects, fieldsOf } from './registry.ts';

function fieldsIn(message: string): DialectFields {
  const text = failureTextOf({ message, frames: [] });
  return fieldsOf({ ...text, all: `${text.told}\n${text.callLog}` });
}

interface Row {
  readonly dialect: string;
  readonly name: string;
  readonly message: string;
  readonly fields: DialectFields;
}

const told = (code: number) => ({ statuses: [{ code, role: 'told' as const }] });

describe('each dialect', () => {
  test.each<Row>([
    {
      dialect: 'runner-limits',
      name: 'a hook, Vitest 3 to 5',
      message:
        'Error: Hook timed out in 10000ms.\nIf this is a long-running hook, pass a timeout value as the last argument',
      fields: { phase: { part: 'all' }, timeout: { kind: 'hook', ms: 10_000 } },
    },
    {
      dialect: 'runner-limits',
      name: 'a test, Vitest 3 to 5',
      message:
        'Error: Test timed out in 5000ms.\nIf this is a long-running test, pass a timeout value as the last argument',
      fields: { timeout: { kind: 'test', ms: 5000 } },
    },
    {
      dialect: 'runner-limits',
      name: 'a hook, Jest',
      message: 'thrown: "Exceeded timeout of 60000 ms for a hook.',
      fields: { phase: { part: 'all' }, timeout: { kind: 'hook', ms: 60_000 } },
    },
    {
      dialect: 'jest-expect',
      name: 'a call of a mock',
      message:
        'expect(jest.fn()).toHaveBeenCalledTimes(expected)\n\nExpected number of calls: 2\nReceived number of calls: 1',
      fields: { matcher: 'toHaveBeenCalledTimes', expected: '2', received: '1' },
    },
    {
      dialect: 'chai',
      name: 'a sentence, Vitest',
      message: "AssertionError: expected 'completed' to be 'active' // Object.is equality",
      fields: { matcher: 'assert', expected: "'active'", received: "'completed'" },
    },
    {
      dialect: 'node-assert',
      name: 'two values',
      message: 'AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:\n\n1 !== 2\n',
      fields: { matcher: 'assert', expected: '2', received: '1', errorCodes: ['ERR_ASSERTION'] },
    },
    { dialect: 'http-client', name: 'axios', message: 'Request failed with status code 429', fields: told(429) },
    {
      dialect: 'http-client',
      name: 'got',
      message: 'HTTPError: Response code 503 (Service Unavailable)',
      fields: told(503),
    },
    {
      dialect: 'http-client',
      name: 'a client of its own',
      message: 'Error: POST /bids → 400: {"message":[]}',
      fields: told(400),
    },
    {
      dialect: 'http-client',
      name: 'supertest',
      message: 'Error: expected 200 "OK", got 401 "Unauthorized"',
      fields: {
        statuses: [
          { code: 200, role: 'expected' },
          { code: 401, role: 'received' },
        ],
      },
    },
    { dialect: 'http-client', name: 'a count is no status', message: 'Error: the query returned 500 rows', fields: {} },
    { dialect: 'grpc', name: 'a status line', message: 'Error: 16 UNAUTHENTICATED: no token', fields: told(401) },
    {
      dialect: 'node-network',
      name: 'a refused connection',
      message: 'connect ECONNREFUSED 127.0.0.1:5432',
      fields: { errorCodes: ['ECONNREFUSED'], host: '127.0.0.1:5432' },
    },
    {
      dialect: 'node-network',
      name: 'a busy port',
      message: 'Error: listen EADDRINUSE: address already in use :::5000',
      fields: { errorCodes: ['EADDRINUSE'], host: ':::5000' },
    },
    {
      dialect: 'browser-network',
      name: 'Chromium',
      message: 'page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:3000/',
      fields: {
        action: 'page.goto',
        browserErrors: ['net::ERR_CONNECTION_REFUSED'],
        host: 'localhost:3000',
        url: 'http://localhost:3000/',
      },
    },
    {
      dialect: 'module-loading',
      name: 'Vite',
      message: 'Error: Failed to resolve import "../hash" from "src/hash.test.ts". Does the file exist?',
      fields: { unloaded: 'Failed to resolve import "../hash" from "src/hash.test.ts". Does the file exist?' },
    },
    {
      dialect: 'module-loading',
      name: 'TypeScript under ts-jest',
      message: "a.test.ts:63:36 - error TS2339: Property 'x' does not exist on type 'Y'",
      fields: { unloaded: "error TS2339: Property 'x' does not exist on type 'Y'" },
    },
    {
      dialect: 'module-loading',
      name: 'JSON that does not parse is no code',
      message: 'SyntaxError: Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON',
      fields: {},
    },
    {
      dialect: 'database',
      name: 'PostgreSQL',
      message: 'error: relation "orders" does not exist',
      fields: { database: 'relation "orders" does not exist' },
    },
    {
      dialect: 'database',
      name: 'SQLite',
      message: 'SqliteError: no such table: main.jobs',
      fields: { database: 'SqliteError' },
    },
    {
      dialect: 'process-crash',
      name: 'Puppeteer',
      message: 'Protocol error (Page.navigate): Session closed.',
      fields: { crash: 'Session closed' },
    },
    {
      dialect: 'machine-limits',
      name: 'a worker of Node',
      message: 'Worker terminated due to reaching memory limit: JS heap out of memory',
      fields: { crash: 'Worker terminated', exhausted: 'reaching memory limit' },
    },
    {
      dialect: 'testing-library',
      name: 'nothing found',
      message: 'TestingLibraryElementError: Unable to find an element with the text: Welcome',
      fields: { matched: 'none', locator: 'element with the text: Welcome' },
    },
    {
      dialect: 'cypress',
      name: 'an element that never came',
      message: 'AssertionError: Timed out retrying after 4000ms: Expected to find element: `#pay`, but never found it.',
      fields: { matched: 'none', locator: '#pay', matcher: 'assert', timeout: { kind: 'action', ms: 4000 } },
    },
    {
      dialect: 'cypress',
      name: 'an assertion that was retried',
      message: "AssertionError: Timed out retrying after 4000ms: expected '<b>' to have text '2', but the text was '1'",
      fields: { matcher: 'assert', timeout: { kind: 'expect', ms: 4000 } },
    },
    {
      dialect: 'cypress',
      name: 'an element that could not be acted on',
      message: 'CypressError: Timed out retrying after 4050ms: `cy.click()` failed because this element is `disabled`:',
      fields: { action: 'cy.click', matched: 'one', timeout: { kind: 'action', ms: 4050 } },
    },
    {
      dialect: 'cypress',
      name: 'several elements',
      message: '`cy.click()` can only be called on a single element. Your subject contained 3 elements.',
      fields: { action: 'cy.click', matched: 'many' },
    },
    {
      dialect: 'puppeteer',
      name: 'a selector',
      message: 'TimeoutError: Waiting for selector `.results` failed: Waiting failed: 30000ms exceeded',
      fields: { matched: 'none', locator: '.results', timeout: { kind: 'action', ms: 30_000 } },
    },
    {
      dialect: 'waiting',
      name: 'words of a helper',
      message: 'Error: API call matching /graph not received within 15000ms',
      fields: { timeout: { kind: 'other', ms: 15_000 } },
    },
  ])('$dialect: $name', ({ message, fields }) => expect(fieldsIn(message)).toEqual(fields));
});

describe('the registry', () => {
  test('each dialect once', () => expect(new Set(dialects.map(({ name }) => name)).size).toBe(dialects.length));

  test('the pending call does not hide the hook it was pending in', () => {
    const message =
      'Test timeout of 60000ms exceeded while running "beforeEach" hook.\n\nError: page.fill: Test timeout of 60000ms exceeded.\nCall log:\n  - waiting for locator(\'#email\')';
    expect(fieldsIn(message)).toMatchObject({
      phase: { name: 'beforeEach' },
      timeout: { kind: 'hook' },
      action: 'page.fill',
    });
  });

  test('any text is read in time', () => {
    const pieces = [
      'Error: ',
      '\n',
      ' ',
      'expected ',
      'Expected: ',
      '500 ',
      '"',
      'waiting for locator(',
      'a.b: ',
      'at ',
      '1) <',
    ];
    const repeated = fc
      .tuple(fc.constantFrom(...pieces), fc.constantFrom(...pieces))
      .map(([a, b]) => `${a}${b}`.repeat(800));
    fc.assert(
      fc.property(repeated, (message) => {
        const start = performance.now();
        fieldsIn(message);
        expect(performance.now() - start).toBeLessThan(2000);
      }),
      { numRuns: 121 },
    );
  });
});
