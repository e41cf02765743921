import { ts } from 'ts-morph';

import {
  constantOf,
  isPlaywrightFile,
  isPlaywrightTest,
  kindOf,
  optionOf,
  playwrightCallOf,
} from '../playwright/playwright-calls.ts';
import { WEB_FIRST } from '../playwright/members.ts';
import { webExpectationOf } from '../playwright/web-expectation.ts';
import { dottedName, receiverOf } from '../syntax/call.ts';
import { ancestorOf, unwrapped, unwrappedParent } from '../syntax/walk.ts';
import type { FlakyPattern } from './flaky-pattern.ts';
import { flowOf, type PatternContext } from './pattern-context.ts';

/** Shorter than this, a busy machine alone makes the difference. */
const SHORTEST_MS = 1000;

/** A time limit below a second on something that waits. Limits of a look that may fail (`catch`) are none. */
export const softTimeout: FlakyPattern = {
  name: 'soft-timeout',
  severity: 'warning',
  find: (context) =>
    context.calls.flatMap((call) => {
      const limit = limitOf(context, call);
      const ms = limit && numberOf(limit);
      if (ms === undefined || ms <= 0 || ms >= SHORTEST_MS || isProbe(context, call)) return [];
      return [
        {
          node: call,
          why: `The wait gives up after ${ms} ms; a garbage collection, a cold cache or a busy machine alone takes that long.`,
          advice:
            'Leave the limit out (the default is 5 s for assertions), or give it seconds: a wait that succeeds ends at once.',
        },
      ];
    }),
};

function limitOf(context: PatternContext, call: ts.CallExpression): ts.Expression | undefined {
  return expectationLimit(context, call) ?? playwrightLimit(context, call) ?? settingLimit(context, call);
}

function expectationLimit(context: PatternContext, call: ts.CallExpression): ts.Expression | undefined {
  const expectation = webExpectationOf(context, call);
  if (!expectation || !isPlaywrightFile(context)) return undefined;
  if (expectation.modifiers.includes('poll')) return optionOf(expectation.expectCall, 'timeout');
  const { matcher, actual } = expectation;
  if (matcher.text === 'toPass') return optionOf(call, 'timeout');
  const isWeb = WEB_FIRST.test(matcher.text) && actual !== undefined && kindOf(context, actual) !== undefined;
  return isWeb ? optionOf(call, 'timeout') : undefined;
}

function playwrightLimit(context: PatternContext, call: ts.CallExpression): ts.Expression | undefined {
  const one = playwrightCallOf(context, call);
  if (!one || one.kind === 'request' || one.method === 'waitForTimeout') return undefined;
  if (/^setDefault(?:Navigation)?Timeout$/u.test(one.method)) return call.arguments[0] && unwrapped(call.arguments[0]);
  return optionOf(call, 'timeout');
}

/** `expect.configure({ timeout: 500 })` and `test.setTimeout(500)`. */
function settingLimit(context: PatternContext, call: ts.CallExpression): ts.Expression | undefined {
  const name = dottedName(call.expression).slice(-2).join('.');
  const receiver = receiverOf(call);
  if (!receiver || !isPlaywrightFile(context)) return undefined;
  if (name === 'expect.configure') return optionOf(call, 'timeout');
  return name.endsWith('.setTimeout') && isPlaywrightTest(context, receiver) ? call.arguments[0] : undefined;
}

function numberOf(expression: ts.Expression): number | undefined {
  const node = constantOf(expression);
  return ts.isNumericLiteral(node) ? Number(node.text.replaceAll('_', '')) : undefined;
}

/** Something that is tried and may fail, or is tried again: its limit is a choice, not a wait. */
function isProbe(context: PatternContext, call: ts.CallExpression): boolean {
  if (flowOf(context, call) === 'retry') return true;
  const parent = unwrappedParent(call);
  if (ts.isPropertyAccessExpression(parent) && /^(?:catch|then)$/u.test(parent.name.text)) return true;
  const attempt = ancestorOf(call, ts.isTryStatement);
  return attempt?.catchClause !== undefined && call.end <= attempt.tryBlock.end;
}
