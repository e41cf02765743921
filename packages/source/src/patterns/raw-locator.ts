import { optionOf, type PlaywrightCall, playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { staticTextOf, UNKNOWN_PART } from '../syntax/static-text.ts';
import { faultOf } from './brittle-locator.ts';
import type { FlakyPattern } from './flaky-pattern.ts';

const OWNERS = new Set(['page', 'frame', 'locator', 'frame-locator']);
/** Engines that find by what the user sees or by what was put there for tests. */
const OTHER_ENGINES =
  /^(?:text|role|id|label|xpath|data-[\w-]+|internal:[\w-]+|_react|_vue|aria-ref)=|^\(*\.{0,2}\/|^\.\.$|^["']/u;
/** Names that an element keeps: ids, test ids, names of fields, addresses, texts. */
const KEPT =
  /#[\w\\]|\[(?:data-|id|name|href|for|aria-label|placeholder|alt|title|role)[\w-]*|:(?:has-text|text|text-is|text-matches)\(/u;
/** Elements of which a document or component has one. */
const ONLY_ONE = /^(?:html|head|body|main|iframe|frame|canvas|video|audio|dialog|title|\*)(?::visible)?$/u;

/** A short selector of classes, tags or attributes: told once a file, at the first. Longer ones are `brittle-locator`. */
export const rawLocator: FlakyPattern = {
  name: 'raw-locator',
  severity: 'info',
  find(context) {
    const [first, ...others] = playwrightCallsOf(context).filter((one) => isRaw(one));
    if (!first) return [];
    return [
      {
        node: first.call,
        why: 'A class, tag or attribute says how the page is built or styled, not what the user sees: it finds one more element, or none, when only that changes.',
        advice: 'Find the element as a user does: `getByRole(…, { name })`, `getByLabel`, `getByText`, or a test id.',
        ...(others.length > 0 && { evidence: [`${others.length} more in this file`] }),
      },
    ];
  },
};

function isRaw({ call, kind, method }: PlaywrightCall): boolean {
  if (method !== 'locator' || !OWNERS.has(kind)) return false;
  const [selector] = call.arguments;
  if (!selector) return true;
  if (['hasText', 'has'].some((name) => optionOf(call, name) !== undefined)) return false;
  const text = staticTextOf(selector).text.trim().replace(/^css=/u, '');
  if (text === '' || text.includes(UNKNOWN_PART) || OTHER_ENGINES.test(text) || KEPT.test(text)) return false;
  return !ONLY_ONE.test(text) && faultOf(selector) === undefined;
}
