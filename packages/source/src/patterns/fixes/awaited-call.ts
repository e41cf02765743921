import { ts } from 'ts-morph';

import { ACTION_METHODS } from '../../playwright/members.ts';
import { playwrightCallOf } from '../../playwright/playwright-calls.ts';
import { calledName } from '../../syntax/call.ts';
import { enclosingFunction, isAsync } from '../../syntax/functions.ts';
import { staticTextOf } from '../../syntax/static-text.ts';
import { isWithin } from '../../syntax/walk.ts';
import type { PatternContext } from '../pattern-context.ts';
import { awaitSafetyOf } from './await-safety.ts';
import { earlierWait, EVENTS } from './earlier-wait.ts';
import type { Fix } from './fix.ts';
import { callsAfter, needsWhatCame, scopeOf } from './later-waits.ts';
import { statementsAfter } from './statements.ts';

const HANDLED = /\b(?:accept|dismiss)\b/u;

/** How the promise of a call can be awaited. */
export interface Awaiting {
  readonly advice: string;
  readonly fix?: Fix;
}

/**
 * `await` before a call that stands as a statement, inside an `async` function: safe only where nothing that comes later can
 * be held up by it, a suggestion else. Not where something later waits for what
 * the call causes (an event that would be over, a dialog that holds the call up, a fake clock that stands still): with
 * `await` the test would wait for ever. There the wait is to start first, a suggestion where it is the next statement.
 */
export function awaitingOf(context: PatternContext, call: ts.CallExpression): Awaiting {
  const around = enclosingFunction(call);
  const advice = 'Put `await` before it, in an `async` function.';
  if (needsDialog(context, call))
    return { advice: "Answer the dialog in `page.once('dialog', …)` first, then put `await` before the action." };
  if (isNeededLater(context, call)) {
    const fix = startedFirst(context, call);
    return {
      advice: 'Start what is waited for later before this, then put `await` before it, in an `async` function.',
      ...(fix && { fix }),
    };
  }
  if (!around || !isAsync(around)) return { advice };
  const start = call.getStart();
  return {
    advice,
    fix: {
      edits: [{ start, end: start, newText: 'await ' }],
      summary: 'Await the call.',
      safety: awaitSafetyOf(context, call),
    },
  };
}

/** Whether something after a call in its test or function waits for what happens once, or makes a fake clock go on. */
export function isNeededLater(context: PatternContext, call: ts.CallExpression): boolean {
  return callsAfter(context, call).some((one) => needsWhatCame(one));
}

/** Whether the test waits for a dialog without a handler that answers it: until then the action that opens it is not over. */
function needsDialog(context: PatternContext, call: ts.CallExpression): boolean {
  const scope = scopeOf(context, call);
  return context.calls.some((one) => {
    const [event] = one.arguments;
    if (!event || staticTextOf(event).text !== 'dialog' || !isWithin(one, scope)) return false;
    const name = calledName(one);
    if (!/^(?:waitForEvent|on|once|addListener)$/u.test(name)) return false;
    const chain = name === 'waitForEvent' ? one.parent.parent : one;
    return name === 'waitForEvent' && !ts.isCallExpression(chain) ? true : !HANDLED.test(chain.getText());
  });
}

/** The wait of the very next statement, started before an action that is awaited then. */
function startedFirst(context: PatternContext, call: ts.CallExpression): Fix | undefined {
  const one = playwrightCallOf(context, call);
  const statement = call.parent;
  const around = enclosingFunction(call);
  if (!one || !ACTION_METHODS.has(one.method) || !ts.isExpressionStatement(statement)) return undefined;
  const [next] = statementsAfter(statement);
  const wait = context.calls.find(
    (late) =>
      next !== undefined &&
      isWithin(late, next) &&
      ts.isAwaitExpression(late.parent) &&
      enclosingFunction(late) === around &&
      EVENTS.has(playwrightCallOf(context, late)?.method ?? ''),
  );
  return wait && around && isAsync(around) ? earlierWait(context, wait, statement, false) : undefined;
}
