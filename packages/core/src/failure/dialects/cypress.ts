import { type Dialect, type DialectFields, limitOf, msOf, present } from './dialect.ts';

const call = /^[^\n]{0,80}`(cy\.[a-zA-Z]+)\(/m;
const retried = /Timed out retrying after (\d+) ?ms: /;
const none =
  /Expected to find (?:element: `([^\n`]{1,200})`|content: ('[^\n]{1,120}?')), but never (?:found|did)|Expected to find content: ('[^\n]{1,120}?') (?:within [^\n]{0,120} )?but never did/;
const many = /can only be called on a single element\. Your subject contained \d+ elements/;
const unready =
  /failed because (?:this element|it) (?:is|has)|failed because the (?:page|DOM) updated|is being covered by another element/;
const sentence = /Timed out retrying after \d+ ?ms: (?:[^\n:]{0,80}: )?expected /i;

/** Cypress: queries, actions and assertions that it tried again until a limit. */
export const cypress: Dialect = {
  name: 'cypress',
  parse({ told }): DialectFields {
    const action = call.exec(told)?.[1];
    if (many.test(told)) return present({ action, matched: 'many' });
    const limit = retried.exec(told);
    if (!limit) return {};
    return present({ action, ...retriedOf(told, msOf(limit[1], 'ms')) });
  },
};

/** What was tried again until the limit: a query without elements, an action, or an assertion. */
function retriedOf(told: string, ms: number | undefined): DialectFields {
  const missing = none.exec(told);
  const isSentence = sentence.test(told);
  const matched = missing ? 'none' : unready.test(told) ? 'one' : undefined;
  return present({
    locator: missing?.[1] ?? missing?.[2] ?? missing?.[3],
    matched,
    matcher: isSentence ? 'assert' : undefined,
    timeout: limitOf(matched === undefined && isSentence ? 'expect' : 'action', ms),
  });
}
