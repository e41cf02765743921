import { ts } from 'ts-morph';

import { type PlaywrightCall, playwrightCallOf } from '../../playwright/playwright-calls.ts';
import { expectMakerOf, type WebExpectation, webExpectationOf } from '../../playwright/web-expectation.ts';
import { enclosingFunction, isAsync } from '../../syntax/functions.ts';
import { declarationOf } from '../../syntax/scope.ts';
import { ancestorOf, isWithin, unwrapped, unwrappedParent, walk } from '../../syntax/walk.ts';
import { isNumberOf, readOf, stepsOn } from '../page-read.ts';
import type { PatternContext } from '../pattern-context.ts';
import { type Comparison, type WebFirstMatcher, webFirstMatcherOf } from '../web-first-matchers.ts';
import type { Fix } from './fix.ts';
import { pollFixOf } from './poll.ts';
import { removalOf, statementsAfter } from './statements.ts';
import { isVitestFile } from './test-runner.ts';

/** The locator to expect of: pages are asked themselves for address and title, with a selector through `locator`. */
export function targetOf({ receiver, kind, method, call }: PlaywrightCall): string {
  const isOfPage = kind === 'page' || kind === 'frame';
  if (!isOfPage || method === 'url' || method === 'title') return receiver.getText();
  return `${receiver.getText()}.locator(${call.arguments[0]?.getText() ?? ''})`;
}

/** What a read is compared with, as the choice of an assertion needs it. */
function comparisonOf(expectation: WebExpectation, read: PlaywrightCall): Comparison {
  const { matcher, negated, expected } = expectation;
  const [value] = expected;
  const readArguments = read.call.arguments.map((one) => one.getText());
  return {
    read: isNumberOf(expectation) ? 'count' : read.method,
    // A page takes the selector first.
    readArguments: read.kind === 'locator' || read.kind === 'element-handle' ? readArguments : readArguments.slice(1),
    matcher: matcher.text === 'toHaveLength' ? 'toBe' : matcher.text,
    negated,
    expected: value?.getText(),
    expectedKind: kindOfExpected(value),
  };
}

function kindOfExpected(value: ts.Expression | undefined): Comparison['expectedKind'] {
  if (!value) return 'none';
  if (ts.isStringLiteralLike(value)) return 'text';
  if (ts.isNumericLiteral(value)) return 'number';
  if (ts.isRegularExpressionLiteral(value)) return /\/[a-z]*[gy][a-z]*$/u.test(value.text) ? 'other' : 'regexp';
  if (value.kind === ts.SyntaxKind.TrueKeyword) return 'true';
  return value.kind === ts.SyntaxKind.FalseKeyword ? 'false' : 'other';
}

/** The fix of an assertion on a look at one moment, and the assertion that it makes. */
export interface WebFirstFix extends Fix {
  readonly matcher: string;
  readonly negated: boolean;
  /** The statement that reads the value into a variable, which goes with the fix. */
  readonly readStatement?: ts.Statement;
}

/** The fix of a call, when it is an assertion on a look at the page. */
export function assertionFixOf(context: PatternContext, call: ts.CallExpression): WebFirstFix | undefined {
  const expectation = webExpectationOf(context, call);
  const looked = expectation?.actual;
  const read = looked && readOf(context, looked);
  if (looked && !read && ts.isCallExpression(looked)) return assertionFixAround(context, looked);
  const matcher = expectation && read && webFirstFor(context, expectation, read);
  if (matcher) return webFirstFixOf(context, expectation, read, matcher);
  if (!read || read.kind === 'element-handle' || isNumberOf(expectation) || !isReadIn(expectation, read))
    return undefined;
  const fix = canPoll(context, expectation) ? pollFixOf(call, '') : undefined;
  return fix && { ...fix, matcher: expectation.matcher.text, negated: expectation.negated };
}

/** The fix of the assertion around a look that nobody awaits: `expect(locator.isVisible()).toBe(true)`. */
export function assertionFixAround(context: PatternContext, looked: ts.CallExpression): WebFirstFix | undefined {
  const expectCall = unwrappedParent(looked);
  let node: ts.Node = expectCall;
  while (ts.isPropertyAccessExpression(node.parent)) node = node.parent;
  const expectation = ts.isCallExpression(node.parent) ? webExpectationOf(context, node.parent) : undefined;
  const read = playwrightCallOf(context, looked);
  if (!read || expectation?.expectCall !== expectCall || expectation.actual !== looked) return undefined;
  const matcher = webFirstFor(context, expectation, read);
  return matcher && webFirstFixOf(context, expectation, read, matcher);
}

/** The assertion that waits for what a read is compared with; none for an `expect` that is surely not Playwright's. */
export function webFirstFor(
  context: PatternContext,
  expectation: WebExpectation,
  read: PlaywrightCall,
): WebFirstMatcher | undefined {
  const steps = expectation.actual ? stepsOn(expectation.actual) : 'none';
  // Assertions on texts leave out the white space around them.
  const isSame = steps === 'none' || (steps === 'trimmed' && /^(?:textContent|innerText)$/u.test(read.method));
  const isOther = expectMakerOf(context, expectation) === 'other';
  return isOther || !isSame ? undefined : webFirstMatcherOf(comparisonOf(expectation, read));
}

/** Playwright's `expect` and Vitest's have `poll`. */
export function canPoll(context: PatternContext, expectation: WebExpectation): boolean {
  return expectMakerOf(context, expectation) !== 'other' || isVitestFile(context);
}

function isReadIn({ actual }: WebExpectation, read: PlaywrightCall): boolean {
  return (
    actual === read.call ||
    (actual !== undefined && ts.isAwaitExpression(actual) && unwrapped(actual.expression) === read.call) ||
    (actual !== undefined && isWithin(read.call, actual) && stepsOn(actual) !== 'none')
  );
}

/**
 * A rewrite of the statement that asserts. Safe only when the read stands in it and the assertion means the same at every
 * moment; a variable that is read for this assertion alone goes with it, as a suggestion.
 */
function webFirstFixOf(
  context: PatternContext,
  expectation: WebExpectation,
  read: PlaywrightCall,
  matcher: WebFirstMatcher,
): WebFirstFix | undefined {
  const { call, expectCall, actual } = expectation;
  const around = enclosingFunction(call);
  const statement = call.parent;
  if (!actual || !around || !isAsync(around) || !ts.isExpressionStatement(statement)) return undefined;
  const isInPlace = isReadIn(expectation, read);
  const readStatement = isInPlace ? undefined : onlyFor(actual, statement, read);
  if (read.kind === 'element-handle' || (!isInPlace && !readStatement)) return undefined;
  const takesOptions = read.method === 'getAttribute' ? read.call.arguments.length > 1 : read.call.arguments.length > 0;
  const isSafe =
    expectMakerOf(context, expectation) === 'playwright' &&
    isInPlace &&
    matcher.isExact &&
    read.kind === 'locator' &&
    !takesOptions;
  const start = call.getStart();
  return {
    edits: [
      ...(readStatement ? [removalOf(readStatement)] : []),
      { start, end: start, newText: 'await ' },
      { start: actual.getStart(), end: actual.getEnd(), newText: targetOf(read) },
      {
        start: expectCall.getEnd(),
        end: call.getEnd(),
        newText: `${matcher.negated ? '.not' : ''}.${matcher.name}(${matcher.given})`,
      },
    ],
    summary: `Use \`${matcher.name}\`, which waits.`,
    safety: isSafe ? 'safe' : 'suggestion',
    matcher: matcher.name,
    negated: matcher.negated,
    ...(readStatement && { readStatement }),
  };
}

/** The statement just before an assertion that reads a value which nothing else uses. */
function onlyFor(actual: ts.Expression, statement: ts.Statement, read: PlaywrightCall): ts.Statement | undefined {
  const declaration = ts.isIdentifier(actual) ? declarationOf(actual) : undefined;
  const held = ancestorOf(read.call, ts.isVariableStatement);
  if (!declaration || !held || held.declarationList.declarations.length !== 1) return undefined;
  if ((held.declarationList.flags & ts.NodeFlags.Const) === 0) return undefined;
  if (held.declarationList.declarations[0] !== declaration || statementsAfter(held)[0] !== statement) return undefined;
  let uses = 0;
  walk(held.parent, (node) => {
    if (ts.isIdentifier(node) && node.text === actual.getText()) uses += 1;
  });
  return uses === 2 ? held : undefined;
}
