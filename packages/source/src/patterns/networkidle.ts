import { ts } from 'ts-morph';

import { optionOf, type PlaywrightCall, playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { staticTextOf } from '../syntax/static-text.ts';
import { networkidleFixOf } from './fixes/networkidle.ts';
import type { FlakyPattern } from './flaky-pattern.ts';

const WAITING = new Set([
  'goto',
  'reload',
  'goBack',
  'goForward',
  'setContent',
  'waitForURL',
  'waitForNavigation',
  'waitForLoadState',
]);

/** Waiting for a network that is silent for half a second: `waitForLoadState('networkidle')`, `{ waitUntil: 'networkidle' }`. */
export const networkidle: FlakyPattern = {
  name: 'networkidle',
  severity: 'warning',
  find: (context) =>
    playwrightCallsOf(context).flatMap((one) => {
      if (!waitsForIdle(one)) return [];
      const fix = networkidleFixOf(context, one);
      return [
        {
          node: idleNode(one) ?? one.call,
          why: 'The network of a page is silent when it happens to be: polling, analytics or a slow request make `networkidle` come too late, a pause between two requests makes it come too early.',
          advice:
            'Wait for what the user sees next with a web-first assertion (`await expect(locator).toBeVisible()`), or for the one response that matters.',
          ...(fix && { fix }),
        },
      ];
    }),
};

function waitsForIdle(one: PlaywrightCall): boolean {
  return idleNode(one) !== undefined;
}

/** The expression that says `networkidle`, when it stands in the call itself. */
function idleNode({ call, kind, method }: PlaywrightCall): ts.Node | undefined {
  if ((kind !== 'page' && kind !== 'frame') || !WAITING.has(method)) return undefined;
  const first = call.arguments[0];
  const state = method === 'waitForLoadState' ? first : optionOf(call, 'waitUntil');
  if (!state || ts.isObjectLiteralExpression(state) || staticTextOf(state).text !== 'networkidle') return undefined;
  const written = state.pos >= call.pos && state.end <= call.end;
  return written ? state : call;
}
