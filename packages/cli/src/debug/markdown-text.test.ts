import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { codeBlock, codeSpan, escapeMarkdown } from './markdown-text.ts';

describe('free text', () => {
  test.each([
    ['a <script> & @team', 'a &lt;script> &amp; &#64;team'],
    ['*bold* [x](y) | z', String.raw`\*bold\* \[x\](y) \| z`],
    ['await `a <b>` then', 'await `a <b>` then'],
  ])('%s', (text, escaped) => expect(escapeMarkdown(text)).toBe(escaped));

  test('holds no tag and mentions nobody, outside of code', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '<', '@', 'a', '*', ' ', '\n') }), (text) => {
        const outside = escapeMarkdown(text).replaceAll(/(?<!\\)`[^`\n]+`/gu, '');
        return !/[<@]/u.test(outside);
      }),
    );
  });
});

describe('code', () => {
  test.each([
    ['a | b', String.raw`\`a \| b\``.replaceAll('\\`', '`')],
    ['a `b` c', '`` a `b` c ``'],
    ['two\nlines', '`two lines`'],
    ['', ''],
  ])('a span: %j', (text, span) => expect(codeSpan(text)).toBe(span));

  test('a block is never closed by what is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('`', 'a', ' ') })), (lines) => {
        const [fence = '', ...rest] = codeBlock(lines).split('\n');
        return rest.indexOf(fence) === rest.length - 1 && !lines.some((line) => line.includes(fence));
      }),
    );
  });
});
