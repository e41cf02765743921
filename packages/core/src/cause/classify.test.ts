import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Failure } from '../model/failure.ts';
import { classifyFailure, probabilitiesOf } from './classify.ts';
import { featuresOf } from './features.ts';
import { causes } from './registry.ts';

const failureOf = (message: string, part: Partial<Failure> = {}): Failure => ({ message, frames: [], ...part });

describe('the class of a failure', () => {
  test.each([
    {
      cause: 'assertion',
      message: 'expect(received).toBe(expected) // Object.is equality\n\nExpected: 3\nReceived: 2',
    },
    { cause: 'assertion', message: 'AssertionError: expected 0.30000000000000004 to be 0.3 // Object.is equality' },
    {
      cause: 'assertion',
      message:
        'expect(locator).toHaveText(expected) failed\n\nLocator: locator(\'#total\')\nExpected: "12"\nReceived: "13"\nTimeout: 5000ms\n\nCall log:\n  - Expect "toHaveText" with timeout 5000ms\n  - waiting for locator(\'#total\')\n    9 × locator resolved to <b>13</b>',
    },
    {
      cause: 'authentication',
      message: 'expect(received).toBe(expected) // Object.is equality\n\nExpected: 200\nReceived: 401',
    },
    { cause: 'authorization', message: 'expect(received).toBe(expected)\n\nExpected: 201\nReceived: 403' },
    { cause: 'not-found', message: 'AssertionError: expected 404 to be 200 // Object.is equality' },
    { cause: 'validation', message: 'expect(received).toBe(expected)\n\nExpected: 201\nReceived: 422' },
    { cause: 'server', message: 'AssertionError: expected 500 to equal 200' },
    { cause: 'rate-limit', message: 'expect(received).toBe(expected)\n\nExpected: 200\nReceived: 429' },
    {
      cause: 'server',
      message:
        'Error: expect(response).toBeOK() failed\n\nCall log:\n  - → GET http://localhost:4000/api/orders\n    - ← 503 Service Unavailable',
    },
    { cause: 'database', message: 'Error: Request failed with status code 500: SQLITE_BUSY: database is locked' },
    { cause: 'network', message: 'apiRequestContext.get: connect ECONNREFUSED 127.0.0.1:4000' },
    { cause: 'network', message: 'page.goto: net::ERR_CONNECTION_REFUSED at http://localhost:3000/' },
    { cause: 'network', message: 'TypeError: fetch failed' },
    { cause: 'navigation', message: 'page.goto: net::ERR_ABORTED; maybe frame was detached?' },
    { cause: 'timeout', message: 'Test timeout of 30000ms exceeded.' },
    {
      cause: 'timeout',
      message:
        'Error: Test timed out in 5000ms.\nIf this is a long-running test, pass a timeout value as the last argument.',
    },
    {
      cause: 'locator-not-found',
      message:
        "locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for getByRole('button', { name: 'Pay' })",
    },
    {
      cause: 'locator-not-found',
      message:
        "expect(locator).toBeVisible() failed\n\nLocator: getByText('Thanks')\nExpected: visible\nTimeout: 5000ms\nError: element(s) not found\n\nCall log:\n  - Expect \"toBeVisible\" with timeout 5000ms\n  - waiting for getByText('Thanks')",
    },
    {
      cause: 'strict-mode',
      message: "locator.click: Error: strict mode violation: getByRole('link') resolved to 2 elements:",
    },
    { cause: 'script-error', message: "TypeError: Cannot read properties of undefined (reading 'total')" },
    { cause: 'browser-crash', message: 'locator.click: Target page, context or browser has been closed' },
    {
      cause: 'timeout',
      message:
        'Test timeout of 30000ms exceeded.\n\nError: page.waitForTimeout: Target page, context or browser has been closed',
    },
    {
      cause: 'snapshot',
      message:
        'Error: expect(page).toHaveScreenshot(expected) failed\n\n  24426 pixels (ratio 0.02 of all image pixels) are different.',
    },
    { cause: 'setup', message: "browserType.launch: Executable doesn't exist at /ms-playwright/chromium-1200/chrome" },
    { cause: 'resource', message: 'Error: ENOSPC: no space left on device, write' },
    { cause: 'syntax', message: 'Error: Failed to resolve import "./money" from "src/cart.ts". Does the file exist?' },
    { cause: 'unknown', message: 'Error: oh my' },
    {
      cause: 'network',
      message:
        'Error: expect(page).toHaveURL(expected) failed\n\nExpected pattern: /callback/\nReceived string:  "chrome-error://chromewebdata/"\nTimeout: 5000ms',
    },
    {
      cause: 'setup',
      message:
        'Error: Test timed out in 15000ms.\n\nstderr | server\nError: listen EADDRINUSE: address already in use 127.0.0.1:3000',
    },
    {
      cause: 'setup',
      message:
        'Test timeout of 60000ms exceeded while running "beforeEach" hook.\n\nError: page.fill: Test timeout of 60000ms exceeded.\nCall log:\n  - waiting for locator(\'#email\')',
    },
    {
      cause: 'setup',
      message:
        '"beforeAll" hook timeout of 30000ms exceeded.\n\nTypeError: Cannot read properties of undefined (reading \'dispose\')',
    },
    {
      cause: 'rate-limit',
      message:
        'FAIL  tests/users.test.ts > no CSRF token → 403 forbidden\nAssertionError: expected 429 to be 403 // Object.is equality',
    },
    {
      cause: 'navigation',
      message:
        'Test timeout of 30000ms exceeded.\n\nError: page.goto: Test timeout of 30000ms exceeded.\nCall log:\n  - navigating to "http://localhost:3000/", waiting until "load"',
    },
    { cause: 'strict-mode', message: 'TestingLibraryElementError: Found multiple elements with the role "button"' },
    {
      cause: 'locator-not-found',
      message: 'TestingLibraryElementError: Unable to find an element with the text: Welcome',
    },
    {
      cause: 'syntax',
      message: 'Error: Failed to load url ../src/x.js (resolved id: ../src/x.js). Does the file exist?',
    },
    { cause: 'authentication', message: 'JsonWebTokenError: invalid signature' },
    { cause: 'script-error', message: 'SyntaxError: Unexpected end of JSON input' },
    { cause: 'database', message: 'MongoServerSelectionError: connect ECONNREFUSED 127.0.0.1:27017' },
    {
      cause: 'assertion',
      message:
        'Error: Timeout 5000ms exceeded while waiting on the predicate\n\nexpect(received).toBe(expected) // Object.is equality\n\nExpected: 3\nReceived: 2',
    },
    { cause: 'assertion', message: "AssertionError: Timed out retrying after 4000ms: expected '<b>' to have text '2'" },
    {
      cause: 'locator-not-found',
      message:
        'AssertionError: Timed out retrying after 4000ms: Expected to find element: `[data-cy=submit]`, but never found it.',
    },
    {
      cause: 'locator-not-found',
      message: "Timed out retrying after 4000ms: Expected to find content: 'Order placed' but never did.",
    },
    {
      cause: 'timeout',
      message:
        'CypressError: Timed out retrying after 4050ms: `cy.click()` failed because this element is `disabled`:\n\n`<button disabled="">Pay</button>`',
    },
    {
      cause: 'strict-mode',
      message: 'CypressError: `cy.click()` can only be called on a single element. Your subject contained 3 elements.',
    },
    {
      cause: 'script-error',
      message:
        "The following error originated from your application code, not from Cypress.\n\n  > Cannot read properties of null (reading 'focus')",
    },
    { cause: 'browser-crash', message: 'We detected that the Chromium Renderer process just crashed.' },
    {
      cause: 'not-found',
      message:
        '`cy.request()` failed on:\n\nhttp://localhost:3000/api/items/9\n\nThe response we received from your web server was:\n\n  > 404: Not Found',
    },
    { cause: 'locator-not-found', message: 'Error: Cannot call setValue on an empty DOMWrapper.' },
    { cause: 'authentication', message: 'FirebaseError: Firebase: Error (auth/invalid-credential).' },
    { cause: 'authentication', message: 'AuthApiError: Invalid login credentials' },
    { cause: 'validation', message: "BadRequestException: Bad Request Exception { message: ['price is too low'] }" },
    {
      cause: 'validation',
      message:
        'GraphQLError: Variable "$input" got invalid value { name: null }; Field "price" of required type "Float!" was not provided.',
    },
    { cause: 'authorization', message: "GraphQLError: You may not { extensions: { code: 'FORBIDDEN' } }" },
    { cause: 'database', message: 'Error: Connection terminated due to connection timeout' },
    {
      cause: 'assertion',
      message: 'expect(received).toHaveLength(expected)\n\nExpected length: 200\nReceived length: 404',
    },
    { cause: 'timeout', message: 'Error: Exceeded 10s waiting for the queue to drain' },
    { cause: 'network', message: 'Error: page.goto: SSL_ERROR_UNKNOWN' },
    { cause: 'authentication', message: 'HttpError: Bad credentials' },
    { cause: 'authorization', message: 'Error: You do not have permission to perform this action' },
    { cause: 'not-found', message: 'NoSuchKey: The specified key does not exist.' },
    { cause: 'validation', message: 'StripeInvalidRequestError: Missing required param: amount.' },
    { cause: 'strict-mode', message: 'TestingLibraryElementError: Found multiple elements by: [data-testid="row"]' },
    {
      cause: 'setup',
      message: 'Error: Container startup failed for image postgres:16. Health check failed: unhealthy',
    },
    { cause: 'setup', message: '(HTTP code 404) no such container - No such image: postgres:16-alpine' },
    { cause: 'setup', message: 'Error: Project(s) "firefox" not found. Available projects: "chromium"' },
    {
      cause: 'syntax',
      message: "SyntaxError: Named export 'render' not found. The requested module 'x' is a CommonJS module",
    },
    { cause: 'syntax', message: 'TypeError [ERR_IMPORT_ATTRIBUTE_MISSING]: Module "a.json" needs an import attribute' },
    { cause: 'rate-limit', message: 'SlowDown: Please reduce your request rate.' },
    { cause: 'script-error', message: 'NullInjectorError: No provider for HttpClient!' },
    { cause: 'script-error', message: 'Error: NG0201: No provider for HttpClient found in Standalone[AppComponent].' },
    {
      cause: 'script-error',
      message: 'Error: Objects are not valid as a React child (found: object with keys {id, name}).',
    },
    {
      cause: 'script-error',
      message: 'Error: Hydration failed because the server rendered HTML did not match the client.',
    },
    {
      cause: 'script-error',
      message:
        "NotFoundError: Failed to execute 'removeChild' on 'Node': The node to be removed is not a child of this node.",
    },
    {
      cause: 'syntax',
      message: 'ReferenceError: require is not defined in ES module scope, you can use import instead',
    },
    {
      cause: 'browser-crash',
      message: "Error [ERR_IPC_CHANNEL_CLOSED]: Channel closed { code: 'ERR_IPC_CHANNEL_CLOSED' }",
    },
  ])('$cause: $message', ({ cause, message }) => expect(classifyFailure(failureOf(message)).cause).toBe(cause));

  test('numbers that are no statuses stay an assertion', () => {
    expect(classifyFailure(failureOf('expect(received).toBe(expected)\n\nExpected: 405.5\nReceived: 401')).cause).toBe(
      'assertion',
    );
    expect(classifyFailure(failureOf('expect(received).toBe(expected)\n\nExpected: 17\nReceived: 500')).cause).toBe(
      'assertion',
    );
  });

  test('a compared status counts when the source says so', () => {
    const snippet = '> 12 |   expect(response.status()).toBe(299);';
    expect(
      classifyFailure(failureOf('expect(received).toBe(expected)\n\nExpected: 299\nReceived: 401', { snippet })).cause,
    ).toBe('authentication');
  });

  test('expected and actual as the adapter gives them are read', () => {
    expect(
      classifyFailure(failureOf('expected 403 to be 200', { name: 'AssertionError', expected: '200', actual: '403' }))
        .cause,
    ).toBe('authorization');
  });

  test('words that speak for no class leave the answer unsure', () => {
    const { cause, probability } = classifyFailure(failureOf('undefined'));
    expect(cause).toBe('unknown');
    expect(probability).toBeGreaterThan(0.5);
    expect(probability).toBeLessThan(0.7);
  });

  test('an error in global setup is a setup failure though its message is thin', () => {
    const failure = failureOf('Command failed: npm run seed');
    expect(classifyFailure(failure, { origin: 'run' })).toMatchObject({ cause: 'setup' });
  });
});

describe('laws', () => {
  test('probabilities lie in [0, 1], alternatives are ordered, and all together are at most 1', () => {
    const words = fc.constantFrom(
      '401',
      'Expected: 200',
      'Received: 500',
      'ECONNRESET',
      'Timeout 30ms exceeded',
      'TypeError:',
      'closed',
      'strict mode violation',
      '\n',
      'lorem',
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 8 }), (parts) => {
        const { probability, alternatives } = classifyFailure(failureOf(parts.join(' ')));
        const rest = alternatives.map((alternative) => alternative.probability);
        expect(rest.toSorted((a, b) => b - a)).toEqual(rest);
        expect(Math.max(0, ...rest)).toBeLessThanOrEqual(probability);
        expect(probability + rest.reduce((sum, value) => sum + value, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  test('calibrated probabilities add up to 1 and keep the order of the scores', () => {
    const scores = fc.array(fc.double({ min: -6, max: 14, noNaN: true }), { minLength: 2, maxLength: 20 });
    const calibration = fc.record({
      temperature: fc.double({ min: 0.3, max: 3, noNaN: true }),
      floor: fc.double({ min: 0, max: 0.2, noNaN: true }),
    });
    fc.assert(
      fc.property(scores, calibration, (raw, under) => {
        const probabilities = probabilitiesOf(raw, under);
        expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        const best = raw.indexOf(Math.max(...raw));
        expect(probabilities[best]).toBe(Math.max(...probabilities));
      }),
    );
  });

  test('any text is classified', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (message) => {
        expect(classifyFailure(failureOf(message)).probability).toBeGreaterThan(0);
      }),
    );
  });

  test('a long message takes no long time', () => {
    const message = `Error: ${'expected a (b (c '.repeat(480)}`;
    const start = performance.now();
    classifyFailure(failureOf(message));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('the registry', () => {
  test('each cause once, with words for people', () => {
    expect(new Set(causes.map(({ name }) => name)).size).toBe(causes.length);
    for (const cause of causes) {
      expect(cause.title.length).toBeGreaterThan(5);
      expect(cause.likely).toMatch(/\.$/);
      expect(cause.advice).toMatch(/\.$/);
    }
  });
});

describe('features', () => {
  test('host and code of a refused connection', () => {
    expect(featuresOf(failureOf('connect ECONNREFUSED 127.0.0.1:5432'))).toMatchObject({
      host: '127.0.0.1:5432',
      errorCodes: ['ECONNREFUSED'],
    });
  });
  test('frames by whose code they are', () => {
    const frames = [
      { file: 'node_modules/pg/lib/client.js', line: 1, column: 1, origin: 'dependency' as const },
      { file: 'src/orders.ts', line: 7, column: 3, origin: 'user' as const },
      { file: 'node:internal/timers', line: 1, column: 1, origin: 'runner' as const },
    ];
    expect(featuresOf(failureOf('oops', { frames })).frames).toEqual({
      user: [frames[1]],
      dependency: [frames[0]],
      runner: [frames[2]],
    });
  });
  test('the locator of a call log and that it never matched', () => {
    const features = featuresOf(
      failureOf("locator.click: Timeout 5000ms exceeded.\nCall log:\n  - waiting for locator('#x')\n"),
    );
    expect(features).toMatchObject({
      locator: "locator('#x')",
      matched: 'none',
      action: 'locator.click',
      timeout: { kind: 'action', ms: 5000 },
    });
  });
});
