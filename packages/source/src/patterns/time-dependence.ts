import { ts } from 'ts-morph';

import { calledName, dottedName } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, initializerOf, isGlobal, packageOf, type PatternContext } from './pattern-context.ts';

const CLOCK_CONTROL =
  /(?:useFakeTimers|setSystemTime|fakeTimers\.install|clock\.(?:install|setFixedTime|setSystemTime|pauseAt)|MockDate\.set|mockdate\.set|timekeeper\.(?:freeze|travel))$/u;
const DATE_PACKAGES = /^(?:dayjs|moment|moment-timezone|luxon)$/u;
const BOUNDS = /^toBe(?:GreaterThan|GreaterThanOrEqual|LessThan|LessThanOrEqual|Within)$/u;
const SHAPES =
  /^(?:toBeInstanceOf|toBeDefined|toBeUndefined|toBeTruthy|toBeNull|toBeTypeOf|toSatisfy|toBeNaN|toHaveBeenCalled|toThrow)$/u;

const WHY =
  "What the test expects depends on when it runs: around midnight, a month's end, a change of daylight saving time, or on a slow machine it differs.";
const ADVICE =
  'Fix the clock: `vi.useFakeTimers()` with `vi.setSystemTime(…)`, `page.clock.setFixedTime(…)`, or hand the time to the code as an argument.';

/** The current time inside an expectation or a decision of a test, with no fixed clock. Time as a unique name or a sound bound is none. */
export const timeDependence: FlakyPattern = {
  name: 'time-dependence',
  severity: 'warning',
  find(context) {
    if ([...context.called].some((name) => CLOCK_CONTROL.test(name))) return [];
    return [...expectationHits(context), ...decisionHits(context)];
  },
};

function expectationHits(context: PatternContext): PatternHit[] {
  return context.calls.flatMap((call) => {
    const expectation = expectationOf(call);
    if (
      !expectation ||
      SHAPES.test(expectation.matcher.text) ||
      !['test', 'helper', 'retry'].includes(flowOf(context, call))
    )
      return [];
    const elapsed = isElapsed(context, expectation.actual);
    if (BOUNDS.test(expectation.matcher.text) && !elapsed) return isSoundBound(context, expectation) ? [] : [hit(call)];
    const reads = [expectation.actual, ...expectation.expected].some((one) => one && usesNow(context, one));
    return reads ? [elapsed ? slowHit(call, expectation.expected[0]) : hit(call)] : [];
  });
}

function hit(node: ts.Node): PatternHit {
  return { node, why: WHY, advice: ADVICE };
}

function slowHit(node: ts.Node, limit: ts.Expression | undefined): PatternHit {
  return {
    node,
    // A limit of seconds catches only what hangs.
    severity:
      limit && ts.isNumericLiteral(limit) && Number(limit.text.replaceAll('_', '')) >= 1000 ? 'info' : 'warning',
    why: 'The test expects a length of time, which differs with the load of the machine.',
    advice: 'Check that the work was done, not how long it took; measure speed in a benchmark, or use fake timers.',
  };
}

/** Bounds by moments taken around the action hold on every machine: `expect(created).toBeGreaterThanOrEqual(before)`. */
function isSoundBound(context: PatternContext, expectation: Expectation): boolean {
  const [limit] = expectation.expected;
  if (!limit || !expectation.actual) return true;
  // A bound that does arithmetic with the current time or reads a component of the date is a guess.
  const parts = [expectation.actual, limit];
  return !parts.some((one) => readsDatePart(context, one));
}

function readsDatePart(context: PatternContext, expression: ts.Expression): boolean {
  const node = initializerOf(expression) ?? expression;
  if (!ts.isCallExpression(node)) return false;
  return (
    /^get(?:UTC)?(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds)$/u.test(calledName(node)) && usesNow(context, node)
  );
}

/** `Date.now() - start` and variables that hold such a difference. */
function isElapsed(context: PatternContext, expression: ts.Expression | undefined): boolean {
  if (!expression) return false;
  const node = initializerOf(expression) ?? expression;
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.MinusToken &&
    [node.left, node.right].some((side) => usesNow(context, unwrapped(side)))
  );
}

/** `if (new Date().getHours() < 12)` in a test. Loops that wait until a deadline are how polling is written. */
function decisionHits(context: PatternContext): PatternHit[] {
  const hits: PatternHit[] = [];
  walk(context.source, (node) => {
    const condition = ts.isIfStatement(node)
      ? node.expression
      : ts.isConditionalExpression(node)
        ? node.condition
        : undefined;
    if (!condition || flowOf(context, node) !== 'test') return;
    const compared = unwrapped(condition);
    const sides = ts.isBinaryExpression(compared) ? [unwrapped(compared.left), unwrapped(compared.right)] : [compared];
    const now = sides.filter((side) => usesNow(context, side));
    // A moment compared with another moment is a deadline.
    if (
      now.length === 1 &&
      !sides.some((side) => isElapsed(context, side)) &&
      !sides.some((side) => side !== now[0] && isDeadline(side))
    )
      hits.push(hit(condition));
  });
  return hits;
}

function isDeadline(side: ts.Expression): boolean {
  return ts.isIdentifier(side) && /deadline|until|end|start|expires|limit|timeout|before|after/iu.test(side.text);
}

/** Whether an expression reads the current time, directly or through a variable of the test. */
function usesNow(context: PatternContext, expression: ts.Expression, depth = 0): boolean {
  let found = false;
  walk(expression, (node) => {
    if (found || isFunctionNode(node)) return false;
    // A unique name made of the time is the same text on both sides.
    if (ts.isTemplateExpression(node) && depth > 0) return false;
    if (isNow(context, node)) found = true;
    else if (ts.isIdentifier(node) && depth < 2 && !isMemberName(node)) {
      const initializer = initializerOf(node);
      found =
        initializer !== undefined &&
        initializer !== expression &&
        isTimeValue(initializer) &&
        usesNow(context, initializer, depth + 1);
    }
    return !found;
  });
  return found;
}

/** Variables count when they hold a time or something made of it, not what a project function did with it. */
function isTimeValue(initializer: ts.Expression): boolean {
  const node = ts.isAwaitExpression(initializer) ? undefined : initializer;
  if (!node || ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return false;
  if (ts.isCallExpression(node))
    return (
      [
        'now',
        'toISOString',
        'toString',
        'toLocaleDateString',
        'toLocaleString',
        'toLocaleTimeString',
        'toDateString',
        'format',
        'slice',
        'split',
        'getTime',
        'valueOf',
        'dayjs',
        'moment',
        'add',
        'subtract',
        'startOf',
        'endOf',
      ].includes(calledName(node)) || /^get(?:UTC)?[A-Z]/u.test(calledName(node))
    );
  return (
    ts.isNewExpression(node) || ts.isBinaryExpression(node) || ts.isTemplateExpression(node) || ts.isIdentifier(node)
  );
}

function isMemberName(node: ts.Identifier): boolean {
  return (
    (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
    (ts.isPropertyAssignment(node.parent) && node.parent.name === node)
  );
}

/** `new Date()`, `Date.now()`, `performance.now()`, `dayjs()`, `DateTime.now()`. */
function isNow(context: PatternContext, node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return isGlobal(node.expression, 'Date') && (node.arguments?.length ?? 0) === 0;
  if (!ts.isCallExpression(node)) return false;
  return isClockRead(unwrapped(node.expression)) || isLibraryNow(context, node);
}

function isLibraryNow(context: PatternContext, call: ts.CallExpression): boolean {
  const callee = unwrapped(call.expression);
  if (!DATE_PACKAGES.test(packageOf(context, callee)?.module ?? '')) return false;
  const name = dottedName(callee).at(-1);
  return name === 'now' || name === 'local' || (call.arguments.length === 0 && ts.isIdentifier(callee));
}

function isClockRead(callee: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'now') return false;
  return isGlobal(callee.expression, 'Date') || isGlobal(callee.expression, 'performance');
}
