import { describe, expect, test } from 'vitest';

import { mutableStateIn } from './shared-state.ts';

describe('module state that can be changed', () => {
  test.each([
    { text: "let locale = 'en';", found: true },
    { text: 'export let count: number;', found: true },
    { text: 'var old = 1;', found: true },
    { text: 'const seen = new Map<string, number>();', found: true },
    { text: 'export const cart: CartLine[] = [];', found: true },
    { text: 'const cache: Record<string, string> = {};', found: true },
    { text: 'const limit = 12;', found: false },
    { text: '  let inner = 1;', found: false },
    { text: 'const add = (a: number) => a;', found: false },
    { text: '// let it be', found: false },
  ])('$text', ({ text, found }) => {
    expect(mutableStateIn('a.ts', `\n${text}`)).toEqual(found ? [{ file: 'a.ts', line: 2, text: text.trim() }] : []);
  });
});
