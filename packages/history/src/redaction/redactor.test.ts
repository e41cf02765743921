import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { redactorOf } from './redactor.ts';

const redact = redactorOf({ env: {} });

describe('shapes', () => {
  test.each([
    ['header line', 'authorization: Bearer abc.def-1\naccept: */*', 'authorization: [redacted]\naccept: */*'],
    [
      'header in curl',
      `curl -H 'Authorization: Token s3cr3t' http://x`,
      `curl -H 'Authorization: [redacted]' http://x`,
    ],
    ['cookie line', 'Cookie: sid=1; theme="dark"; x=2\r\nHost: h', 'Cookie: [redacted]\r\nHost: h'],
    ['set-cookie line', '  set-cookie: sid=abcdef; HttpOnly', '  set-cookie: [redacted]'],
    ['proxy header', 'Proxy-Authorization: Basic dTpw', 'Proxy-Authorization: [redacted]'],
    ['api key header', 'X-Api-Key: 0123', 'X-Api-Key: [redacted]'],
    ['header in JSON', '{"authorization":"Bearer x1","a":1}', '{"authorization":"[redacted]","a":1}'],
    ['header in JSON with escapes', '{"cookie":"a=\\"b\\"; c","a":1}', '{"cookie":"[redacted]","a":1}'],
    [
      'header in JSON in JSON',
      '"{\\"authorization\\":\\"Bearer x1\\",\\"a\\":1}"',
      '"{\\"authorization\\":\\"[redacted]\\",\\"a\\":1}"',
    ],
    ['header in an inspected object', "{ authorization: 'Bearer x1', a: 1 }", "{ authorization: '[redacted]', a: 1 }"],
    ['header in a list', "['Authorization', 'Bearer x1', 'a']", "['Authorization', '[redacted]', 'a']"],
    ['several cookies', '{"set-cookie":["a=b; x","c=d"],"e":1}', '{"set-cookie":["[redacted]"],"e":1}'],
    ['header in HAR', '{"name":"Cookie","value":"a=b"}', '{"name":"Cookie","value":"[redacted]"}'],
    ['bearer', 'sent Bearer abc123def to it', 'sent Bearer [redacted] to it'],
    ['basic', 'sent Basic dXNlcjpwYXNz to it', 'sent Basic [redacted] to it'],
    ['address', 'postgres://app:p4ss%20w@db:5432/x', 'postgres://app:[redacted]@db:5432/x'],
    ['address without user', 'redis://:hunter2@cache', 'redis://:[redacted]@cache'],
    ['address with key', 'https://0123456789abcdef0123@sentry.io/1', 'https://[redacted]@sentry.io/1'],
    ['JWT', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1 back', 'got [redacted] back'],
    ['AWS', 'key AKIAIOSFODNN7EXAMPLE.', 'key [redacted].'],
    ['GitHub', `ghp_${'a1'.repeat(18)}`, '[redacted]'],
    ['GitLab', 'glpat-abcdefghij0123456789', '[redacted]'],
    ['OpenAI', 'sk-proj-abcdEFGH0123456789', '[redacted]'],
    ['Slack', 'xoxb-123456789012-abcdef', '[redacted]'],
    ['npm', `npm_${'a1'.repeat(18)}`, '[redacted]'],
    ['private key', 'x\n-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\ny', 'x\n[redacted]\ny'],
    ['query', '/login?user=a&password=hunter2&b=1', '/login?user=a&password=[redacted]&b=1'],
    ['assignment in a log', 'DB_PASSWORD=hunter2 up', 'DB_PASSWORD=[redacted] up'],
    ['field in JSON', '{"password": "hunter2", "a": 1}', '{"password": "[redacted]", "a": 1}'],
    ['field with a prefix', '{"userPassword":"hunter2"}', '{"userPassword":"[redacted]"}'],
    ['field in an object', "{ apiKey: 'k-1234', a: 1 }", "{ apiKey: '[redacted]', a: 1 }"],
    [
      'value in an aria snapshot',
      '- textbox "Password": hunter2\n- button',
      '- textbox "Password": [redacted]\n- button',
    ],
  ])('%s', (_name, text, expected) => {
    expect(redact(text)).toBe(expected);
    expect(redact(expected)).toBe(expected);
  });

  test.each([
    'Error: expect(received).toBe(expected)',
    'waiting for getByLabel("Password")',
    'await page.getByLabel("Password").fill(password);',
    'interface Login { password: string; token?: string }',
    'const token = await tokenOf(user);',
    "SyntaxError: Unexpected token: '}'",
    'Bearer authentication is not configured, bearer document.',
    'Basic Authentication and Basic TypeScript support, Basic auth',
    'GET http://localhost:3000/@vite/client 404',
    'at http://127.0.0.1:4173/cart?page=2&sort=price',
    'task-some-long-words-here disk-usage-of-a-volume',
    '{"password":null,"token":true,"secret":""}',
    'if (password === "") password={password}',
    'mail to jane@example.com: the cookies are baked, author: Jane',
  ])('leaves %j as it is', (text) => {
    expect(redact(text)).toBe(text);
  });
});

describe('environment', () => {
  test.each([
    ['GITHUB_TOKEN', 'plainvalue', 'plainvalue', '[redacted]'],
    ['MY_SECRET', 'a"b\\c\nd!', '{"x":"a\\"b\\\\c\\nd!"}', '{"x":"[redacted]"}'],
    ['STRIPE_API_KEY', 'a b/c&d', '/p?q=a%20b%2Fc%26d', '/p?q=[redacted]'],
    ['STRIPE_APIKEY', 'a b/c&d', 'q=a+b%2Fc%26d', 'q=[redacted]'],
    ['ADMIN_PASSWORD', 'correct horse', 'Y29ycmVjdCBob3JzZQ==', '[redacted]=='],
    ['SESSION_COOKIE', 'sid-of-mine', 'x sid-of-mine y', 'x [redacted] y'],
    ['NPM_AUTH', 'zzzzzzzz', 'zzzzzzzz', '[redacted]'],
    ['DATABASE_URL', 'postgres://app:hun%20ter2@db/x', 'hun ter2 or hun%20ter2', '[redacted] or [redacted]'],
    ['SENTRY_DSN', 'https://0123456789@sentry.io/1', 'key 0123456789', 'key [redacted]'],
    ['SLACK_WEBHOOK_URL', 'https://hooks.example/T0/B0/x', 'POST https://hooks.example/T0/B0/x', 'POST [redacted]'],
  ])('%s', (name, value, text, expected) => {
    expect(redactorOf({ env: { [name]: value } })(text)).toBe(expected);
  });

  test.each([
    ['a plain word', 'USE_TOKEN', 'required'],
    ['a short value', 'API_KEY', 'abcde'],
    ['an author', 'GIT_AUTHOR_NAME', 'Jane Doe'],
    ['a path', 'SSH_AUTH_SOCK', '/tmp/agent.1'],
    ['a file', 'TOKEN_FILE', '/run/secrets/t'],
    ['an address without a secret', 'TOKEN_URL', 'https://auth.example/token'],
    ['an ordinary variable', 'HOME', '/home/jane'],
    ['the marker itself', 'MY_SECRET', 'redacted'],
  ])('%s is no secret', (_name, name, value) => {
    const text = `before ${value} after [redacted]`;
    expect(redactorOf({ env: { [name]: value } })(text)).toBe(text);
  });
});

describe('patterns of the user', () => {
  test('texts are literal values, expressions keep their flags', () => {
    const own = redactorOf({ env: {}, patterns: ['a.c', /CUST-\d+/i, /^only start/y] });
    expect(own('a.c abc cust-12')).toBe('[redacted] abc [redacted]');
  });

  test('an expression that matches everything or nothing does no harm', () => {
    const own = redactorOf({ env: {}, patterns: [/\w+/, /x*/] });
    expect(own('one two')).toBe('[redacted] [redacted]');
    expect(own(own('one two'))).toBe('[redacted] [redacted]');
  });
});

describe('laws', () => {
  const secret = fc
    .string({ minLength: 8, maxLength: 40, unit: 'grapheme' })
    .filter((text) => text.trim() === text && text.length >= 8 && !'before [redacted] after'.includes(text));
  const plain = fc
    .array(
      fc.constantFrom(
        'the',
        'button',
        'was',
        'not',
        'visible',
        'after',
        '5000',
        'ms',
        '\n',
        '"',
        '{',
        '}',
        ':',
        ',',
        'expect(',
        ')',
        "'",
      ),
      { maxLength: 60 },
    )
    .map((words) => words.join(' '));

  test('no planted secret survives in any of its forms', () => {
    fc.assert(
      fc.property(secret, plain, plain, (value, before, after) => {
        const own = redactorOf({ env: { MY_TOKEN: value } });
        const forms = [
          value,
          JSON.stringify(value),
          encodeURIComponent(value.toWellFormed()),
          Buffer.from(value).toString('base64').replace(/=+$/, ''),
        ];
        for (const form of forms) {
          const result = own(`${before}${form}${after}`);
          expect(result).toContain('[redacted]');
          expect(result.replaceAll('[redacted]', '')).not.toContain(form);
        }
      }),
    );
  });

  test('redacting twice is redacting once', () => {
    const piece = fc.oneof(
      plain,
      fc.constantFrom(
        'password=',
        '"token":"',
        'Cookie: ',
        'hunter2',
        'Bearer ',
        'abc123def',
        '://',
        '@',
        ':',
        '"',
        '\\"',
        '[redacted]',
        'basic dTpw',
        '\n',
        ' ',
        'SECRET_VALUE_1',
        ']',
        '[',
      ),
    );
    const own = redactorOf({ env: { MY_SECRET: 'SECRET_VALUE_1' }, patterns: [/visible/] });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = own(pieces.join(''));
        expect(own(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  test('what a marker first makes a secret is taken out as well', () => {
    const own = redactorOf({ env: {} });
    expect(own('basic dTpwhunter2password=the')).toBe('basic [redacted][redacted]');
  });

  test('a text without secrets is unchanged', () => {
    fc.assert(
      fc.property(plain, (text) => {
        expect(redact(text)).toBe(text);
      }),
    );
  });

  test('8 KB without a match take no longer than five digests of them', () => {
    const text =
      'Error: locator.click: Timeout 5000ms exceeded.\n  - waiting for getByRole("button", { name: "Pay" })\n    at pay (src/pages/checkout.ts:41:17)\n'
        .repeat(60)
        .slice(0, 8192);
    const own = redactorOf({ env: { A_TOKEN: 'one-two-three', B_SECRET: 'four-five-six' } });
    const timeOf = (work: () => unknown): number => {
      const start = performance.now();
      work();
      return performance.now() - start;
    };
    // By turns, and the best of many times: the machine may be busy with something else, and patterns are compiled when they were used a while.
    const times = Array.from({ length: 4000 }, () => ({
      redacted: timeOf(() => own(text)),
      digested: timeOf(() => createHash('md5').update(text).digest('hex')),
    }));
    const [redacted, digested] = [
      Math.min(...times.map((one) => one.redacted)),
      Math.min(...times.map((one) => one.digested)),
    ];
    expect(redacted).toBeLessThan(5 * digested);
  });
});
