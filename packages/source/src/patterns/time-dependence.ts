import { ts } from 'ts-morph';

import { calledName } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { type Declaration, declarationOf } from '../syntax/scope.ts';
import { isWithin, unwrapped, walk } from '../syntax/walk.ts';
import { controlsClock, isElapsed, usesNow } from './clock-reading.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import { clockFixOf } from './fixes/fixed-clock.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, initializerOf, type PatternContext } from './pattern-context.ts';

const BOUNDS = /^toBe(?:GreaterThan|GreaterThanOrEqual|LessThan|LessThanOrEqual|Within)$/u;
const SHAPES =
  /^(?:toBeInstanceOf|toBeDefined|toBeUndefined|toBeTruthy|toBeNull|toBeTypeOf|toSatisfy|toBeNaN|toHaveBeenCalled|toThrow)$/u;

const WHY =
  "What the test expects depends on when it runs: around midnight, a month's end, a change of daylight saving time, or on a slow machine it differs.";
const ADVICE =
  'Fix the clock: `vi.useFakeTimers()` with `vi.setSystemTime(…)`, `page.clock.setFixedTime(…)`, or hand the time to the code as an argument.';

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /Date|now|dayjs|moment|luxon|hrtime/u;

/** The current time inside an expectation or a decision of a test, with no fixed clock. Time as a unique name or a sound bound is none. */
export const timeDependence: FlakyPattern = {
  name: 'time-dependence',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    if (controlsClock(context)) return [];
    const expected = expectationHits(context);
    const decided = decisionHits(context).filter(({ node }) => !expected.some((one) => isWithin(node, one.node)));
    return [...expected, ...decided];
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
    // A length of time is the business of `exact-duration`, a snapshot that of `volatile-snapshot`.
    if (isElapsed(context, expectation.actual) || expectation.matcher.text.endsWith('Snapshot')) return [];
    if (BOUNDS.test(expectation.matcher.text)) return isSoundBound(context, expectation) ? [] : [hit(context, call)];
    const reads = [expectation.actual, ...expectation.expected].some((one) => one && usesNow(context, one));
    return reads && !isSameMoment(expectation) && !isAskedForItsKind(expectation) ? [hit(context, call)] : [];
  });
}

function hit(context: PatternContext, node: ts.Node): PatternHit {
  const fix = clockFixOf(context, node);
  return { node, why: WHY, advice: ADVICE, ...(fix && { fix }) };
}

/** What is read of a moment in the machine's own zone, or moved by an amount, depends on which moment it is. */
const LOCAL_PART =
  /\.(?:get(?!Time\b|UTC)\w+|set\w+|toLocale\w*|toString|toDateString|toTimeString|format|startOf|endOf|add|subtract)\(/u;

/** `expect(parse(now)).toEqual(now)`: whatever the moment, it is the same one on both sides. */
function isSameMoment({ actual, expected }: Expectation): boolean {
  if (!actual || !expected[0] || LOCAL_PART.test(expected[0].getText())) return false;
  const given = namesIn(expected[0], 0);
  return [...namesIn(actual, 0)].some((declaration) => given.has(declaration));
}

/** The variables that an expression names, and those that went into them. */
function namesIn(expression: ts.Expression, depth: number): Set<Declaration> {
  const found = new Set<Declaration>();
  walk(expression, (node) => {
    if (!ts.isIdentifier(node)) return;
    const declaration = declarationOf(node);
    if (!declaration || !ts.isVariableDeclaration(declaration)) return;
    found.add(declaration);
    const held = depth < 2 ? initializerOf(node) : undefined;
    if (held && !isFunctionNode(held)) for (const one of namesIn(held, depth + 1)) found.add(one);
  });
  return found;
}

const KINDS = /^is(?:Frozen|Sealed|Extensible|Date|Plain\w*|Object|Array|Valid\w*|NaN)$|type|kind|instance/iu;

/** `expect(typeOf(new Date())).toBe('Date')`: any moment gives the same answer. */
function isAskedForItsKind({ actual, expected }: Expectation): boolean {
  return (
    actual !== undefined &&
    ts.isCallExpression(actual) &&
    KINDS.test(calledName(actual)) &&
    expected[0] !== undefined &&
    (ts.isLiteralExpression(expected[0]) || /^(?:true|false)$/u.test(expected[0].getText()))
  );
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
      hits.push(hit(context, condition));
  });
  return hits;
}

function isDeadline(side: ts.Expression): boolean {
  return ts.isIdentifier(side) && /deadline|until|end|start|expires|limit|timeout|before|after/iu.test(side.text);
}
