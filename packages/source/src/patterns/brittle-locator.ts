import type { ts } from 'ts-morph';

import { playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { staticTextOf } from '../syntax/static-text.ts';
import type { FlakyPattern } from './flaky-pattern.ts';

const SELECTING = new Set([
  'locator',
  'frameLocator',
  '$',
  '$$',
  '$eval',
  '$$eval',
  'waitForSelector',
  'click',
  'dblclick',
  'fill',
  'type',
  'press',
  'check',
  'uncheck',
  'hover',
  'focus',
  'tap',
  'selectOption',
  'setInputFiles',
  'textContent',
  'innerText',
  'innerHTML',
  'inputValue',
  'getAttribute',
  'isVisible',
  'isHidden',
  'isEnabled',
  'isDisabled',
  'isChecked',
  'dispatchEvent',
]);
/** On a locator only these take a selector; `locator.click()` takes none. */
const ON_LOCATORS = new Set(['locator', 'frameLocator']);

/** Names that a build makes: CSS modules, styled-components, emotion, JSS, Angular, Svelte, and ids counted at run time. */
const GENERATED: readonly RegExp[] = [
  /\.(?:css|emotion)-(?=\w*\d)[a-z0-9]{5,}\b/u,
  /\.sc-(?=[a-z]*[A-Z])[a-zA-Z]{5,}\b/u,
  /\.jss\d+\b/u,
  /\.[\w-]+(?:__|--)[\w-]+_{2,3}(?=[\w-]*\d)[\w-]{5,}/u,
  /\.[A-Za-z]\w*_[a-z]\w*__(?=[\w-]*[A-Z\d])[\w-]{5}\b/u,
  /\._[a-z]\w*_(?=[a-z]*\d)[a-z0-9]{4,6}_\d+\b/u,
  /\.svelte-[a-z0-9]{5,}\b/u,
  /\[_ng(?:content|host)-[\w-]+\]/u,
  /\.ng-tns-c\d+/u,
  /#(?:ember|ext-gen|gwt-uid-|mui-|yui_)\d+\b/u,
  /#(?:radix|headlessui|react-select)-[\w:-]*\d/u,
  /#\\?:r[a-z0-9]+\\?:/u,
];
/** Combinators from which on a selector repeats the structure of the page. */
const DEEP = 3;

/** Selectors tied to how a page is built: XPath, deep CSS chains, places among siblings, generated class names. */
export const brittleLocator: FlakyPattern = {
  name: 'brittle-locator',
  severity: 'info',
  find: (context) =>
    playwrightCallsOf(context).flatMap(({ call, kind, method }) => {
      const takes = kind === 'locator' || kind === 'frame-locator' ? ON_LOCATORS.has(method) : SELECTING.has(method);
      if (!takes || !['page', 'frame', 'locator', 'frame-locator', 'element-handle'].includes(kind)) return [];
      const selector = call.arguments[0];
      const fault = selector && faultOf(selector);
      return selector && fault !== undefined
        ? [
            {
              node: selector,
              why: `The selector ${fault}, so it finds nothing or another element when the page is built differently for one run.`,
              advice:
                'Find the element as a user does: `getByRole(…, { name })`, `getByLabel`, `getByText`, or a test id.',
            },
          ]
        : [];
    }),
};

/** What is brittle in a selector, as the end of a sentence; `undefined` for one that only says what it finds. */
export function faultOf(selector: ts.Expression): string | undefined {
  const { text } = staticTextOf(selector);
  const trimmed = text.trim();
  if (isXPath(trimmed)) return 'is an XPath that follows the structure of the document';
  if (/^(?:text|role|id|data-[\w-]+|internal:[\w-]+)=/u.test(trimmed)) return undefined;
  if (GENERATED.some((one) => one.test(trimmed))) return 'holds a name that the build or the framework makes up';
  const plain = withoutQuoted(trimmed);
  if (/:nth-(?:last-)?(?:child|of-type)\(/u.test(plain)) return 'counts siblings';
  return combinatorsIn(plain) >= DEEP ? 'repeats the nesting of the page' : undefined;
}

/** The step to the parent (`..`) is a common idiom and says nothing of the rest. */
function isXPath(text: string): boolean {
  const path = text.replace(/^xpath=/u, '');
  if (/^(?:\.\.\/?)+$/u.test(path)) return false;
  return path !== text || /^\(*\.{0,2}\/\/?[\w*@]/u.test(path);
}

function withoutQuoted(text: string): string {
  return text
    .replaceAll(/\[[^\]]*\]/gu, '[]')
    .replaceAll(/"[^"]*"|'[^']*'/gu, '""')
    .replaceAll(/\([^()]*\)/gu, (group) => (/^\((?:\d|odd|even|n)/u.test(group) ? group : '()'));
}

/** The most combinators in one of the alternatives of a selector. */
function combinatorsIn(text: string): number {
  const counts = text.split(',').map(
    (one) =>
      one
        .trim()
        .replaceAll(/\s*(>>|[>+~])\s*/gu, '$1')
        .match(/>>|[>+~]|\s+/gu)?.length ?? 0,
  );
  return Math.max(0, ...counts);
}
