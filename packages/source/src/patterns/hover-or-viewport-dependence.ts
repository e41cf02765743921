import { ts } from 'ts-morph';

import {
  constantOf,
  playwrightCallOf,
  type PlaywrightCall,
  playwrightCallsOf,
} from '../playwright/playwright-calls.ts';
import { webExpectationOf } from '../playwright/web-expectation.ts';
import { unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';

const POINTING = new Set(['click', 'dblclick', 'move', 'tap']);
const LOOKS = new Set([
  'isVisible',
  'isHidden',
  'count',
  'allTextContents',
  'allInnerTexts',
  'screenshot',
  'evaluate',
  'boundingBox',
]);

/** The pointer at a fixed place of the window, and a look at the page right after `hover()`. With a fixed viewport places are certain. */
export const hoverOrViewportDependence: FlakyPattern = {
  name: 'hover-or-viewport-dependence',
  severity: 'warning',
  find(context) {
    const isFixed = hasFixedViewport(context);
    return playwrightCallsOf(context).flatMap(
      (one) => (isFixed ? undefined : placeHit(one)) ?? lookHit(context, one) ?? [],
    );
  },
};

function hasFixedViewport(context: PatternContext): boolean {
  return (
    playwrightCallsOf(context).some((one) => one.method === 'setViewportSize') ||
    context.calls.some((call) => call.arguments.some((argument) => setsViewport(argument)))
  );
}

function setsViewport(argument: ts.Expression): boolean {
  const node = unwrapped(argument);
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.some((property) => property.name?.getText() === 'viewport' || /devices\[/u.test(property.getText()))
  );
}

function placeHit({ call, kind, method }: PlaywrightCall): PatternHit | undefined {
  if ((kind !== 'mouse' && kind !== 'touchscreen') || !POINTING.has(method)) return undefined;
  const [x, y] = call.arguments.map((argument) => numberOf(argument));
  // The corner is where the pointer is put out of the way.
  if (x === undefined || y === undefined || (x <= 1 && y <= 1)) return undefined;
  return {
    node: call,
    why: `What lies at ${x}, ${y} depends on the size of the window, the fonts and everything above it.`,
    advice: 'Act on a locator (`locator.click()`, with `position` where the place in it matters), or fix the viewport.',
  };
}

function numberOf(argument: ts.Expression): number | undefined {
  const node = constantOf(argument);
  return ts.isNumericLiteral(node) ? Number(node.text) : undefined;
}

/** `await menu.hover(); const open = await item.isVisible();`: what the hover shows may not be there yet. */
function lookHit(context: PatternContext, { call, kind, method }: PlaywrightCall): PatternHit | undefined {
  const isHover = method === 'hover' && ['locator', 'page', 'frame', 'element-handle'].includes(kind);
  const statement = unwrappedParent(unwrappedParent(call));
  if (!isHover || !ts.isExpressionStatement(statement) || !ts.isBlock(statement.parent)) return undefined;
  const next = statement.parent.statements[statement.parent.statements.indexOf(statement) + 1];
  const look = next && !ts.isIfStatement(next) ? lookIn(context, next) : undefined;
  return (
    look && {
      node: look,
      why: 'What a hover shows comes with a delay or an animation, and this looks at once.',
      advice: 'Wait for it first: `await expect(tooltip).toBeVisible()`.',
    }
  );
}

/** A look outside `expect(…)`, which has a pattern of its own. */
function lookIn(context: PatternContext, statement: ts.Statement): ts.CallExpression | undefined {
  let found: ts.CallExpression | undefined;
  walk(statement, (node) => {
    if (found || (ts.isCallExpression(node) && webExpectationOf(context, node))) return false;
    if (ts.isCallExpression(node) && LOOKS.has(playwrightCallOf(context, node)?.method ?? '')) found = node;
    return found === undefined;
  });
  return found;
}
