import { ts } from 'ts-morph';

import { valueAt } from '../playwright/assignments.ts';
import { READ_METHODS } from '../playwright/members.ts';
import { type PlaywrightCall, playwrightCallOf } from '../playwright/playwright-calls.ts';
import { type WebExpectation, webExpectationOf } from '../playwright/web-expectation.ts';
import { enclosingFunction, isAsync } from '../syntax/functions.ts';
import { unwrapped } from '../syntax/walk.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, type PatternContext } from './pattern-context.ts';
import { isSettledRead } from './settled-read.ts';
import { type Comparison, type WebFirstMatcher, webFirstMatcherOf } from './web-first-matchers.ts';

const ASKED = new Set([...READ_METHODS, 'url']);
/** Lists of which an assertion can wait for the number. */
const LISTS = new Set(['all', 'allTextContents', 'allInnerTexts']);
const NO_MATCHER = new Set(['boundingBox', 'content', 'innerHTML', 'ariaSnapshot']);

/** `expect(await locator.textContent()).toBe(…)`: a look at one moment, where an assertion that waits exists. */
export const nonRetryingAssertion: FlakyPattern = {
  name: 'non-retrying-assertion',
  severity: 'warning',
  find: (context) =>
    context.calls.flatMap((call) => {
      const expectation = webExpectationOf(context, call);
      const read = expectation?.actual && readOf(context, expectation.actual);
      if (
        !expectation ||
        !read ||
        isListItself(expectation, read) ||
        isRetried(context, expectation) ||
        isSettledRead(context, read)
      )
        return [];
      // A snapshot of a text has no counterpart that waits.
      if (expectation.matcher.text.endsWith('Snapshot')) return [];
      return [hitOf(expectation, read)];
    }),
};

/** The awaited look at the page that an expectation is about, directly or through one variable. */
function readOf(context: PatternContext, actual: ts.Expression): PlaywrightCall | undefined {
  const held = ts.isIdentifier(actual) ? valueAt(actual) : undefined;
  const node = held ?? actual;
  const counted = lengthOwner(node);
  if (counted) return listOf(context, counted);
  const looked = ts.isAwaitExpression(node) ? unwrapped(node.expression) : node;
  if (!ts.isCallExpression(looked)) return undefined;
  const one = playwrightCallOf(context, looked);
  if (one?.method === 'all' && one.kind === 'locator' && ts.isAwaitExpression(node)) return one;
  if (!one || !ASKED.has(one.method) || NO_MATCHER.has(one.method)) return undefined;
  const isOfPage = one.method === 'url' || one.method === 'title';
  const owns = isOfPage ? one.kind === 'page' : ['locator', 'page', 'frame', 'element-handle'].includes(one.kind);
  return owns && (one.method === 'url') !== ts.isAwaitExpression(node) ? one : undefined;
}

/** `await rows.all()` of `(await rows.all()).length`. */
function lengthOwner(node: ts.Expression): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'length' ? unwrapped(node.expression) : undefined;
}

/** The awaited list of which only the number is asked. */
function listOf(context: PatternContext, node: ts.Expression): PlaywrightCall | undefined {
  const held = ts.isIdentifier(node) ? (valueAt(node) ?? node) : node;
  const looked = ts.isAwaitExpression(held) ? unwrapped(held.expression) : undefined;
  const one = looked && ts.isCallExpression(looked) ? playwrightCallOf(context, looked) : undefined;
  return one?.kind === 'locator' && LISTS.has(one.method) ? one : undefined;
}

/** Of the locators in a list only the number is known. */
function isListItself({ matcher, actual }: WebExpectation, { method }: PlaywrightCall): boolean {
  return method === 'all' && matcher.text !== 'toHaveLength' && !(actual && lengthOwner(actual));
}

function isRetried(context: PatternContext, { call, modifiers }: WebExpectation): boolean {
  const flow = flowOf(context, call);
  return flow === 'retry' || flow === 'callback' || modifiers.some((one) => /^(?:poll|resolves|rejects)$/u.test(one));
}

function hitOf(expectation: WebExpectation, read: PlaywrightCall): PatternHit {
  const matcher = webFirstMatcherOf(comparisonOf(expectation, read));
  const better =
    matcher && `await expect(${targetOf(read)})${matcher.negated ? '.not' : ''}.${matcher.name}(${matcher.given})`;
  const fix = matcher && fixOf(expectation, read, matcher);
  return {
    node: expectation.call,
    why: `\`${read.method}()\` looks at the page once; when the page is a moment later than the test, the assertion sees the state before.`,
    advice:
      better === undefined
        ? `Poll for it: \`await expect.poll(() => ${polledOf(expectation, read)}).${expectation.matcher.text}(…)\`.`
        : `Use the assertion that waits: \`${better}\`.`,
    ...(fix && { fix }),
  };
}

function polledOf({ matcher, actual }: WebExpectation, { call, receiver }: PlaywrightCall): string {
  return isNumberOf(matcher, actual) ? `${receiver.getText()}.count()` : call.getText();
}

/** The locator to expect of: pages are asked themselves for address and title, with a selector through `locator`. */
function targetOf({ receiver, kind, method, call }: PlaywrightCall): string {
  const isOfPage = kind === 'page' || kind === 'frame';
  if (!isOfPage || method === 'url' || method === 'title') return receiver.getText();
  return `${receiver.getText()}.locator(${call.arguments[0]?.getText() ?? ''})`;
}

function isNumberOf({ text }: { readonly text: string }, actual: ts.Expression | undefined): boolean {
  return text === 'toHaveLength' || (actual !== undefined && lengthOwner(actual) !== undefined);
}

function comparisonOf({ matcher, actual, negated, expected }: WebExpectation, read: PlaywrightCall): Comparison {
  const [value] = expected;
  const readArguments = read.call.arguments.map((one) => one.getText());
  return {
    read: isNumberOf(matcher, actual) ? 'count' : read.method,
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

/** A rewrite of the statement, where the read stands in it. Safe only when the assertion means the same at every moment. */
function fixOf(expectation: WebExpectation, read: PlaywrightCall, matcher: WebFirstMatcher): PatternHit['fix'] {
  const { call, expectCall, actual } = expectation;
  const around = enclosingFunction(call);
  const statement = call.parent;
  const isInPlace =
    actual !== undefined &&
    (actual === read.call || (ts.isAwaitExpression(actual) && unwrapped(actual.expression) === read.call));
  if (!isInPlace || !around || !isAsync(around) || !ts.isExpressionStatement(statement)) return undefined;
  if (read.kind === 'element-handle') return undefined;
  const takesOptions = read.method === 'getAttribute' ? read.call.arguments.length > 1 : read.call.arguments.length > 0;
  const isSafe = matcher.isExact && read.kind === 'locator' && !takesOptions;
  const start = call.getStart();
  return {
    edits: [
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
  };
}
