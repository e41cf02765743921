import { ts } from 'ts-morph';

import { declarationOf } from '../syntax/scope.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { textIn } from './locator-calls.ts';
import type { LocatorUse } from './locator-uses.ts';
import { isText } from './tree-changes.ts';

/** Something that an element is to be found by. */
export interface NewCondition {
  readonly via: string;
  readonly text: string;
}

const textMatchers =
  /^to(?:HaveText|ContainText|HaveAccessibleName|HaveAccessibleDescription|MatchAriaSnapshot|Be|Equal|StrictEqual|Contain|Match)$/u;
const traitMatchers =
  /^to(?:HaveAttribute|HaveId|HaveClass|ContainClass|HaveValue|HaveValues|HaveCSS|HaveJSProperty|HaveRole)$/u;
const byWords = new Set([
  'name',
  'hasText',
  'getByText',
  'getByLabel',
  'getByPlaceholder',
  'getByAltText',
  'getByTitle',
]);
const textSelector = /:(?:has-text|text|text-is|text-matches)\(|\btext\(\)|normalize-space|\btext=|^\s*["']/u;

/** Whether an element that is found so has what the assertion asks of it by being found. */
export function vouchesForItself({ via, text }: NewCondition, { assertion }: LocatorUse): boolean {
  if (!assertion) return false;
  const { matcher, expected } = assertion;
  const isByWords = byWords.has(via) || (via === 'locator' && textSelector.test(text));
  const values = expected.flatMap(textsIn).map(plain);
  if (textMatchers.test(matcher) && isByWords)
    return via === 'getByText' || values.some((value) => overlaps(value, plain(text)));
  return traitMatchers.test(matcher) && values.some((value) => value !== '' && plain(text).includes(value));
}

function overlaps(one: string, other: string): boolean {
  return one !== '' && other !== '' && (one.includes(other) || other.includes(one));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\\^$]/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** The texts that are expected, also by the name of a constant. */
function textsIn(expected: ts.Expression): readonly string[] {
  const texts: string[] = [];
  walk(expected, (node) => {
    if (isText(node)) texts.push(textIn(node));
    const declared = ts.isIdentifier(node) ? declarationOf(node) : undefined;
    const value = declared && ts.isVariableDeclaration(declared) && declared.initializer;
    if (value && isText(unwrapped(value))) texts.push(textIn(unwrapped(value)));
  });
  return texts;
}
