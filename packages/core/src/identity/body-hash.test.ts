import { describe, expect, test } from 'vitest';

import { bodyHashOf, bodyHasherOf } from './body-hash.ts';

const source = (title: string, body: string): string =>
  `import x from 'y';\n  test('${title}', async ({ page }) => {\n${body}\n  });\ntest('next', () => {});\n`;
const hash = bodyHashOf(source('a', '    await page.click();'), 2, 3);

describe('bodyHashOf', () => {
  test('is sixteen hexadecimal digits', () => {
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    ['another title', source('b (c', '    await page.click();'), 2, 3],
    ['the column of the parenthesis, as older runners tell it', source('a', '    await page.click();'), 2, 7],
    ['other white space', source('a', '  await  page.click( );\n\n'), 2, 3],
    ['a comment with a parenthesis', source('a', '    await page.click(); // and )'), 2, 3],
    ['a longer comment', source('a', '    /* ) */ await page.click();'), 2, 3],
    ['a test that moved', `\n\n\n${source('a', '    await page.click();')}`, 5, 3],
  ])('is the same with %s', (_name, text, line, column) => {
    expect(bodyHashOf(text, line, column)).toBe(hash);
  });

  test.each([
    ['another body', source('a', '    await page.hover();')],
    ['white space within a text', source('a', `    await page.click(' ');`)],
  ])('differs with %s', (_name, text) => {
    expect(bodyHashOf(text, 2, 3)).not.toBe(hash);
  });

  test.each([
    ['a text', `const a = ')';`],
    ['a template', 'const a = `)${f(`)`)}`;'],
    ['a regular expression', 'const a = /[)/]/.test(b);'],
    ['a division in a template', 'const a = `${b / c} / (`;'],
  ])('is not misled by %s', (_name, statement) => {
    const changed = bodyHashOf(source('a', `${statement}\n done(1);`), 2, 3);
    expect(changed).toBeDefined();
    expect(bodyHashOf(source('a', `${statement}\n done(2);`), 2, 3)).not.toBe(changed);
  });

  test('reads the last call of a chain', () => {
    expect(bodyHashOf(`test.each([1, 2])('n %i', () => { one(); });`, 1, 1)).toBe(
      bodyHashOf(`test('x', () => { one(); });`, 1, 1),
    );
  });

  test.each([
    ['no call', 'const a = 1;', 1, 1],
    ['an open call', `test('a', () => {`, 1, 1],
    ['a line that is not there', '', 7, 1],
  ])('is undefined for %s', (_name, text, line, column) => {
    expect(bodyHasherOf(text)(line, column)).toBeUndefined();
  });
});
