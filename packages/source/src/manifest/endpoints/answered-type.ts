import { ts } from 'ts-morph';

import { calledName, dottedName } from '../../syntax/call.ts';
import type { FunctionNode } from '../../syntax/functions.ts';
import { unwrapped, walk } from '../../syntax/walk.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { functionOf } from '../../tree/values.ts';
import { typeText } from './type-shape.ts';

/** The type of what a handler answers with, when a cast or the return type of a project function tells it: `res.json(toUserDto(user))`. */
export function answeredType(tree: SourceTree, handler: FunctionNode): string | undefined {
  let found: string | undefined;
  walk(handler, (node) => {
    const value = found === undefined && ts.isCallExpression(node) && isAnswer(node) ? node.arguments[0] : undefined;
    if (value) found = typeOfValue(tree, value);
  });
  return found;
}

function isAnswer(call: ts.CallExpression): boolean {
  return (
    ['json', 'send', 'jsonp'].includes(calledName(call)) &&
    /^(?:res|response|reply|c|ctx|context|Response|NextResponse)$/u.test(dottedName(call.expression)[0] ?? '')
  );
}

function typeOfValue(tree: SourceTree, value: ts.Expression): string | undefined {
  if (ts.isAsExpression(value) || ts.isSatisfiesExpression(value)) return typeText(value.type);
  const node = unwrapped(value);
  const call = ts.isAwaitExpression(node) ? unwrapped(node.expression) : node;
  const type = ts.isCallExpression(call) ? functionOf(tree, call.expression)?.type : undefined;
  return type && typeText(type).replace(/^Promise<(.*)>$/u, '$1');
}
