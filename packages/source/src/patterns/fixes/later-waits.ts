import { ts } from 'ts-morph';

import { calledName, dottedName } from '../../syntax/call.ts';
import { enclosingFunction } from '../../syntax/functions.ts';
import { ancestorOf, isWithin, unwrapped } from '../../syntax/walk.ts';
import { isGlobal, type PatternContext } from '../pattern-context.ts';
import { testOf } from '../test-structure.ts';

/** Waits for what happens once. */
const ONCE = /^waitFor(?:Event|Request|RequestFinished|Response|Navigation|Popup|Download|FileChooser|Dialog)$/u;
/** What makes a fake clock go on. */
const BY_HAND = /^(?:advanceTimers\w*|runAllTimers\w*|runOnlyPendingTimers\w*|runAllTicks|runToLast\w*)$/u;
const CLOCK = /\bclock\.(?:runFor|fastForward|pauseAt|resume|tick|tickAsync|next|nextAsync|runAll|runAllAsync)$/u;

/** The calls that come after one in its test or function; in a loop, what stands before it comes after it as well. */
export function callsAfter(context: PatternContext, call: ts.CallExpression): readonly ts.CallExpression[] {
  const scope = scopeOf(context, call);
  const loop = ancestorOf(call, isLoop);
  const from = loop && isWithin(loop, scope) ? loop : call;
  return context.calls.filter(
    (one) =>
      one !== call &&
      isWithin(one, scope) &&
      (from === call ? one.pos >= call.end : isWithin(one, from) || one.pos >= from.end),
  );
}

/** The test around a call, or the function when there is none. */
export function scopeOf(context: PatternContext, call: ts.CallExpression): ts.Node {
  return testOf(context, call)?.body ?? enclosingFunction(call) ?? context.source;
}

function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}

/** Whether a call waits for what happens once, or makes a fake clock go on. */
export function needsWhatCame(call: ts.CallExpression): boolean {
  const name = calledName(call);
  if (ONCE.test(name) || BY_HAND.test(name) || CLOCK.test(dottedName(call.expression).join('.'))) return true;
  const callee = unwrapped(call.expression);
  return (
    /^(?:all|allSettled|any|race)$/u.test(name) &&
    ts.isPropertyAccessExpression(callee) &&
    isGlobal(callee.expression, 'Promise')
  );
}
