import { ts } from 'ts-morph';

import { optionOf, type PlaywrightCall } from '../../playwright/playwright-calls.ts';
import { unwrapped } from '../../syntax/walk.ts';
import type { Fix } from './fix.ts';
import { locatorFixOf } from './handle-to-locator.ts';
import { withoutOption } from './options.ts';

/**
 * `await page.waitForSelector(selector, options)` as `await page.locator(selector).waitFor(options)`, a handle that is only
 * acted on as a locator, and `waitForNavigation({ url })` as `waitForURL(url)`. A locator minds when several elements
 * match and an address may be there already, so these are suggestions.
 */
export function waitFixOf(one: PlaywrightCall): Fix | undefined {
  if (one.method === 'waitForNavigation') return urlFixOf(one);
  return one.kind === 'element-handle' ? undefined : (waitForFixOf(one) ?? locatorFixOf(one));
}

function waitForFixOf({ call }: PlaywrightCall): Fix | undefined {
  const callee = unwrapped(call.expression);
  const [selector, options] = call.arguments;
  const isStatement = ts.isAwaitExpression(call.parent) && ts.isExpressionStatement(call.parent.parent);
  if (!isStatement || !selector || !ts.isPropertyAccessExpression(callee) || optionOf(call, 'strict')) return undefined;
  return {
    edits: [
      { start: callee.name.getStart(), end: callee.name.getEnd(), newText: 'locator' },
      {
        start: selector.getEnd(),
        end: options ? options.getStart() : call.getEnd(),
        newText: options ? ').waitFor(' : ').waitFor()',
      },
    ],
    summary: 'Wait by a locator: `locator(…).waitFor()`.',
    safety: 'suggestion',
  };
}

function urlFixOf({ call }: PlaywrightCall): Fix | undefined {
  const callee = unwrapped(call.expression);
  const options = call.arguments[0] && unwrapped(call.arguments[0]);
  const url = optionOf(call, 'url');
  if (!url || !options || !ts.isObjectLiteralExpression(options) || !ts.isPropertyAccessExpression(callee))
    return undefined;
  const rest = withoutOption(call, 'url');
  if (!rest) return undefined;
  const isOnly = options.properties.length === 1;
  return {
    edits: [
      { start: callee.name.getStart(), end: callee.name.getEnd(), newText: 'waitForURL' },
      ...(isOnly
        ? [{ start: options.getStart(), end: options.getEnd(), newText: url.getText() }]
        : [{ start: options.getStart(), end: options.getStart(), newText: `${url.getText()}, ` }, rest]),
    ],
    summary: 'Wait for the address: `waitForURL`.',
    safety: 'suggestion',
  };
}
