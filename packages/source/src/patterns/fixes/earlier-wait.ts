import { ts } from 'ts-morph';

import { playwrightCallsOf } from '../../playwright/playwright-calls.ts';
import { calledName } from '../../syntax/call.ts';
import { enclosingFunction } from '../../syntax/functions.ts';
import type { PatternContext } from '../pattern-context.ts';
import type { Fix } from './fix.ts';
import { indentOf, newlineOf } from './statements.ts';

/** Methods that wait for something which happens once, and miss what happened before they were called. */
export const EVENTS: ReadonlySet<string> = new Set([
  'waitForResponse',
  'waitForRequest',
  'waitForEvent',
  'waitForNavigation',
]);

/** Starts an awaited wait for an event before the action that causes it, and awaits the action when nobody does: a suggestion. */
export function earlierWait(
  context: PatternContext,
  wait: ts.CallExpression,
  action: ts.Statement,
  isActionAwaited = true,
): Fix {
  const name = freeNameFor(context, wait);
  const start = action.getStart();
  const before = `const ${name} = ${wait.getText()};${newlineOf(context.source)}${indentOf(action)}`;
  return {
    edits: [
      { start, end: start, newText: isActionAwaited ? before : `${before}await ` },
      { start: wait.getStart(), end: wait.getEnd(), newText: name },
    ],
    summary: `Start \`${calledName(wait)}\` before the action${isActionAwaited ? '' : ', and await the action'}.`,
    safety: 'suggestion',
  };
}

/** A name for what is awaited later that nothing else in the file has, another one for each wait of a function. */
function freeNameFor(context: PatternContext, wait: ts.CallExpression): string {
  const word = /\bpending/u.test(context.source.text) ? 'pendingEvent' : 'pending';
  const owner = enclosingFunction(wait);
  const earlier = playwrightCallsOf(context).filter(
    ({ call, method }) =>
      call.pos < wait.pos &&
      EVENTS.has(method) &&
      ts.isAwaitExpression(call.parent) &&
      enclosingFunction(call) === owner,
  );
  return earlier.length === 0 ? word : `${word}${earlier.length + 1}`;
}
