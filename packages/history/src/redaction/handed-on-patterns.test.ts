import { expect, test } from 'vitest';

import { handedOnPatternsOf } from './handed-on-patterns.ts';

test.each([
  ['nothing', undefined, []],
  ['an empty value', '', []],
  ['texts and regular expressions', '["plain","/a.b/gi"]', ['plain', /a.b/gi]],
  ['a wrong regular expression as text', '["/(/"]', ['/(/']],
  ['a value that is no list as one text', 'my-secret', ['my-secret']],
])('MILLWRIGHT_REDACT: %s', (_name, value, expected) => {
  expect(handedOnPatternsOf({ MILLWRIGHT_REDACT: value })).toEqual(expected);
});
