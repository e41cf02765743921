import { ts } from 'ts-morph';

import { rootIdentifier } from '../syntax/call.ts';
import { enclosingFunction } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { testCalleeOf } from '../tests/test-callee.ts';
import type { PatternContext } from './pattern-context.ts';

const FIXTURES = new Set(['page', 'context', 'request', 'browser']);
const TYPES = /\b(?:Page|Locator|BrowserContext|APIRequestContext|FrameLocator|Frame)\b/u;
const HOOKS = /^(?:beforeEach|afterEach|beforeAll|afterAll)$/u;

/** Whether an expression starts at a Playwright page, context, request or locator: a fixture, a typed name, or what one of them gave. */
export function isPlaywrightValue(context: PatternContext, expression: ts.Expression, depth = 0): boolean {
  const root = rootIdentifier(expression);
  const declaration = root && declarationOf(root);
  if (!declaration || depth > 6) return false;
  if (ts.isBindingElement(declaration)) return isFixture(context, declaration);
  if (!ts.isParameter(declaration) && !ts.isVariableDeclaration(declaration)) return false;
  if (declaration.type) return TYPES.test(declaration.type.getText());
  const initializer = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return (
    initializer !== undefined &&
    !givesPlainValue(unwrapped(initializer)) &&
    isPlaywrightValue(context, initializer, depth + 1)
  );
}

/** An awaited call gives a plain value (`await page.title()`), unless it opens a page or context. */
function givesPlainValue(node: ts.Expression): boolean {
  return ts.isAwaitExpression(node) && !/\.(?:newPage|newContext|waitForEvent)\(/u.test(node.getText());
}

function isFixture(context: PatternContext, element: ts.BindingElement): boolean {
  const owner = element.parent.parent;
  const name = (element.propertyName ?? element.name).getText();
  if (!context.usesPlaywright || !FIXTURES.has(name) || !ts.isParameter(owner)) return false;
  const call = unwrappedParent(owner.parent);
  if (!ts.isCallExpression(call)) return enclosingFunction(element) !== undefined;
  return (
    testCalleeOf(context.tree, call) !== undefined || HOOKS.test(call.expression.getText().split('.').at(-1) ?? '')
  );
}
