import { posix } from 'node:path';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { headOf, tailOf } from './bound-text.ts';
import { splitCallLog } from './call-log.ts';
import { splitErrorName } from './error-name.ts';
import { expectedActualOf } from './expected-actual.ts';
import { parseStack } from './parse-stack.ts';
import { relativeToRoot } from './relative-path.ts';
import { stripAnsi } from './strip-ansi.ts';

describe('stripAnsi', () => {
  test.each([
    ['colours', '\u001B[31mred\u001B[39m', 'red'],
    ['a 24-bit colour', '\u001B[38;2;1;2;3mx\u001B[0m', 'x'],
    ['a link', '\u001B]8;;http://a\u0007b\u001B]8;;\u0007', 'b'],
    ['cursor moves', '\u001B[1A\u001B[2Kx', 'x'],
    ['nothing', 'a [31m b', 'a [31m b'],
  ])('takes out %s', (_name, text, plain) => {
    expect(stripAnsi(text)).toBe(plain);
  });
});

describe('headOf and tailOf', () => {
  test('leave a short text alone and mark a cut', () => {
    expect([headOf('abc', 3), headOf('abcd', 3), tailOf('abcd', 3)]).toEqual(['abc', 'ab…', '…cd']);
  });

  test('never split a surrogate pair', () => {
    expect(headOf('a😀bcd', 3).isWellFormed()).toBe(true);
    expect(tailOf('ab😀c', 3).isWellFormed()).toBe(true);
  });
});

describe('relativeToRoot', () => {
  test.each([
    ['/a/p/src/x.ts', 'src/x.ts'],
    ['file:///a/p/with%20space.ts', 'with space.ts'],
    ['/a/q/x.ts', '../q/x.ts'],
    ['/@fs/a/p/x.ts', 'x.ts'],
    ['/a/p/x.ts?v=1', 'x.ts'],
    ['src/../x.ts', 'x.ts'],
    ['node:internal/x', 'node:internal/x'],
    ['http://localhost:1/x.js', 'http://localhost:1/x.js'],
  ])('%s is %s', (file, relative) => {
    expect(relativeToRoot(file, { root: '/a/p' })).toBe(relative);
  });

  test('says of any posix path what the platform says', () => {
    const part = fc.constantFrom('a', 'p', 'src', 'x.ts', '.', '..', '', '.hidden', 'a..b');
    const path = fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(path, path, (file, root) => {
        fc.pre(!file.startsWith('/@fs/'));
        expect(relativeToRoot(file, { root })).toBe(posix.relative(root, file) || '.');
      }),
    );
  });

  test('understands drives', () => {
    const base = { root: 'C:\\a\\p' };
    expect(relativeToRoot('c:\\a\\p\\x.ts', base)).toBe('x.ts');
    expect(relativeToRoot('file:///C:/a/p/x.ts', base)).toBe('x.ts');
    expect(relativeToRoot('D:\\x.ts', base)).toBe('D:/x.ts');
  });
});

describe('parseStack', () => {
  test.each([
    ['    at /p/a.ts:1:2', { file: 'a.ts', line: 1, column: 2, origin: 'user' }],
    ['    at async run (file:///p/a.ts:1:2)', { file: 'a.ts', line: 1, column: 2, origin: 'user', function: 'run' }],
    ['    at new Shop (/p/a.ts:1:2)', { file: 'a.ts', line: 1, column: 2, origin: 'user', function: 'new Shop' }],
    [
      '    at f (/p/node_modules/lodash/a.js:1:2)',
      { file: 'node_modules/lodash/a.js', line: 1, column: 2, origin: 'dependency', function: 'f' },
    ],
    [
      '    at f (/p/node_modules/playwright/lib/a.js:1:2)',
      { file: 'node_modules/playwright/lib/a.js', line: 1, column: 2, origin: 'runner', function: 'f' },
    ],
    ['    at node:internal/timers:5:6', { file: 'node:internal/timers', line: 5, column: 6, origin: 'runner' }],
    [
      'run@http://localhost/a.js:1:2',
      { file: 'http://localhost/a.js', line: 1, column: 2, origin: 'user', function: 'run' },
    ],
  ])('%s', (line, frame) => {
    expect(parseStack(`Error: x\n${line}`, { root: '/p' })).toEqual([frame]);
  });

  test('passes over what is no frame, and keeps fifty', () => {
    expect(parseStack('Error: at noon\n    at native code\n    at <anonymous>', { root: '/p' })).toEqual([]);
    expect(parseStack('    at /p/a.ts:1:2\n'.repeat(80), { root: '/p' })).toHaveLength(50);
  });
});

describe('expectedActualOf', () => {
  test.each([
    ['Playwright 1.65', 'failed\n\nLocator:  x\nExpected: "Ho"\nReceived: "Hi"', { expected: '"Ho"', actual: '"Hi"' }],
    [
      'Playwright 1.50',
      'Locator: x\nExpected string: "Ho"\nReceived string: "Hi"',
      { expected: '"Ho"', actual: '"Hi"' },
    ],
    ['Chai', 'expected 1 to be 2 // Object.is equality', { expected: '2', actual: '1' }],
    ['Node assert', 'Expected values to be strictly equal:\n\n1 !== 2\n', { expected: '2', actual: '1' }],
    ['nothing of the kind', 'boom', {}],
  ])('%s', (_name, message, found) => {
    expect(expectedActualOf(message)).toEqual(found);
  });

  test('a difference gives both sides', () => {
    expect(
      expectedActualOf(
        'toEqual\n\n- Expected  - 1\n+ Received  + 1\n\n  {\n-   a: 1,\n+   a: 2,\n  }\n\n    at /p/a.ts:1:2',
      ),
    ).toEqual({
      expected: '{\n  a: 1,\n}',
      actual: '{\n  a: 2,\n}',
      diff: '  {\n-   a: 1,\n+   a: 2,\n  }',
    });
  });
});

describe('splitErrorName', () => {
  test.each([
    ['TimeoutError: click', { name: 'TimeoutError', message: 'click' }],
    ['Error: x', { name: 'Error', message: 'x' }],
    ['AssertionError [ERR_ASSERTION]: x', { name: 'AssertionError', message: '[ERR_ASSERTION] x' }],
    ['Test timeout of 5ms exceeded.', { message: 'Test timeout of 5ms exceeded.' }],
    ['Note: x', { message: 'Note: x' }],
  ])('%s', (text, split) => {
    expect(splitErrorName(text)).toEqual(split);
  });
});

describe('splitCallLog', () => {
  test('takes the log out and leaves the rest', () => {
    expect(
      splitCallLog(
        'Timeout.\nCall log:\n  - waiting for x\n    6 × locator resolved to <h1/>\n      - unexpected value\n\n',
      ),
    ).toEqual({
      message: 'Timeout.',
      callLog: ['waiting for x', '6 × locator resolved to <h1/>', 'unexpected value'],
    });
  });

  test('bounds a long log in its middle', () => {
    const { callLog } = splitCallLog(
      `x\nCall log:\n${Array.from({ length: 100 }, (_, index) => `  - entry ${index}`).join('\n')}`,
    );
    expect(callLog).toHaveLength(61);
    expect(callLog[30]).toBe('… 40 more');
    expect(callLog.at(-1)).toBe('entry 99');
  });
});
