import { ts } from 'ts-morph';

import { type FunctionNode } from '../../syntax/functions.ts';
import { unwrapped } from '../../syntax/walk.ts';
import { functionOf } from '../../tree/values.ts';
import type { PatternContext } from '../pattern-context.ts';
import { isSleep } from '../sleep-call.ts';

/** Whether an awaited expression does nothing but wait a fixed time, in place or through a function that does only that. */
export function isPureSleep(context: PatternContext, expression: ts.Expression): boolean {
  const node = unwrapped(expression);
  if (isSleep(context, node)) return true;
  const target = ts.isCallExpression(node) ? functionOf(context.tree, node.expression) : undefined;
  const only = target && onlyExpressionOf(target);
  return only !== undefined && isSleep(context, only);
}

/** The one expression that a function consists of, without its `await`. */
function onlyExpressionOf({ body }: FunctionNode): ts.Expression | undefined {
  if (!body) return undefined;
  if (!ts.isBlock(body)) return withoutAwait(body);
  const [only, second] = body.statements;
  if (!only || second) return undefined;
  const expression = ts.isReturnStatement(only) || ts.isExpressionStatement(only) ? only.expression : undefined;
  return expression && withoutAwait(expression);
}

function withoutAwait(expression: ts.Expression): ts.Expression {
  const node = unwrapped(expression);
  return ts.isAwaitExpression(node) ? unwrapped(node.expression) : node;
}
