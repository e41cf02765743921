import { ts } from 'ts-morph';

import { FOREIGN, type Known, playwright } from './known-value.ts';
import { METHODS } from './members.ts';

/** What calling a method of something of Playwright gives. */
export function methodGift(
  owner: Extract<Known, { is: 'playwright' }>,
  name: string,
  call: ts.CallExpression,
): Known | undefined {
  if (owner.list) return /^(?:at|find|pop|shift)$/u.test(name) ? { ...owner, list: false } : undefined;
  const event = call.arguments[0];
  if (name === 'waitForEvent' && event && ts.isStringLiteralLike(event) && /^(?:popup|page)$/u.test(event.text))
    return playwright('page', { promised: true });
  const table = METHODS[owner.kind];
  const gift = table && Object.hasOwn(table, name) ? table[name] : undefined;
  return gift ? playwright(gift.kind, gift) : FOREIGN;
}
