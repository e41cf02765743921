import { ts } from 'ts-morph';

import { READ_METHODS } from '../playwright/members.ts';
import { playwrightCallOf } from '../playwright/playwright-calls.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { walk } from '../syntax/walk.ts';
import { initializerOf, type PatternContext } from './pattern-context.ts';

const LOOKS = new Set([...READ_METHODS, 'url', 'evaluate', '$', '$$', 'all', 'waitFor']);

/** Whether an expression looks at the page, directly or through a variable. */
export function readsPageState(context: PatternContext, expression: ts.Expression, depth = 0): boolean {
  let found = false;
  walk(expression, (node) => {
    if (found || isFunctionNode(node)) return false;
    if (ts.isCallExpression(node)) {
      const one = playwrightCallOf(context, node);
      if (one && LOOKS.has(one.method)) found = true;
    } else if (ts.isIdentifier(node) && depth < 3 && !isMemberName(node)) {
      const held = initializerOf(node);
      found = held !== undefined && held !== expression && readsPageState(context, held, depth + 1);
    }
    return !found;
  });
  return found;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}
