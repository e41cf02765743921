import { ts } from 'ts-morph';

import { assignedTo } from '../playwright/assignments.ts';
import { READ_METHODS } from '../playwright/members.ts';
import { type PlaywrightCall, playwrightCallOf } from '../playwright/playwright-calls.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrapped } from '../syntax/walk.ts';
import { initializerOf, type PatternContext } from './pattern-context.ts';

const ASKED = new Set([...READ_METHODS, 'url']);
const NO_MATCHER = new Set(['boundingBox', 'content', 'innerHTML', 'ariaSnapshot']);

/** The awaited look at the page that an expectation is about, directly or through one variable. */
export function readOf(context: PatternContext, actual: ts.Expression): PlaywrightCall | undefined {
  const held = ts.isIdentifier(actual) && isStable(actual) ? initializerOf(actual) : undefined;
  const node = held ?? actual;
  const looked = ts.isAwaitExpression(node) ? unwrapped(node.expression) : node;
  if (!ts.isCallExpression(looked)) return undefined;
  const one = playwrightCallOf(context, looked);
  if (!one || !ASKED.has(one.method) || NO_MATCHER.has(one.method)) return undefined;
  const isOfPage = one.method === 'url' || one.method === 'title';
  const owns = isOfPage ? one.kind === 'page' : ['locator', 'page', 'frame', 'element-handle'].includes(one.kind);
  return owns && (one.method === 'url') !== ts.isAwaitExpression(node) ? one : undefined;
}

/** A variable that is never given another value. */
function isStable(node: ts.Identifier): boolean {
  const declaration = declarationOf(node);
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && assignedTo(declaration).length === 0;
}
