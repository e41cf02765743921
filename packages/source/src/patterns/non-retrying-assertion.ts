import { ts } from 'ts-morph';

import { assignedTo } from '../playwright/assignments.ts';
import { READ_METHODS } from '../playwright/members.ts';
import { type PlaywrightCall, playwrightCallOf } from '../playwright/playwright-calls.ts';
import { type WebExpectation, webExpectationOf } from '../playwright/web-expectation.ts';
import { enclosingFunction, isAsync } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrapped } from '../syntax/walk.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, initializerOf, type PatternContext } from './pattern-context.ts';
import { isSettledRead } from './settled-read.ts';
import { type Comparison, type WebFirstMatcher, webFirstMatcherOf } from './web-first-matchers.ts';

const ASKED = new Set([...READ_METHODS, 'url']);
const NO_MATCHER = new Set(['boundingBox', 'content', 'innerHTML', 'ariaSnapshot']);

/** `expect(await locator.textContent()).toBe(…)`: a look at one moment, where an assertion that waits exists. */
export const nonRetryingAssertion: FlakyPattern = {
  name: 'non-retrying-assertion',
  severity: 'warning',
  find: (context) =>
    context.calls.flatMap((call) => {
      const expectation = webExpectationOf(context, call);
      const read = expectation?.actual && readOf(context, expectation.actual);
      if (!expectation || !read || isRetried(context, expectation) || isSettledRead(context, read)) return [];
      // A snapshot of a text has no counterpart that waits.
      if (expectation.matcher.text.endsWith('Snapshot')) return [];
      return [hitOf(expectation, read)];
    }),
};

/** The awaited look at the page that an expectation is about, directly or through one variable. */
function readOf(context: PatternContext, actual: ts.Expression): PlaywrightCall | undefined {
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
        ? `Poll for it: \`await expect.poll(() => ${read.call.getText()}).${expectation.matcher.text}(…)\`.`
        : `Use the assertion that waits: \`${better}\`.`,
    ...(fix && { fix }),
  };
}

/** The locator to expect of: pages are asked themselves for address and title, with a selector through `locator`. */
function targetOf({ receiver, kind, method, call }: PlaywrightCall): string {
  const isOfPage = kind === 'page' || kind === 'frame';
  if (!isOfPage || method === 'url' || method === 'title') return receiver.getText();
  return `${receiver.getText()}.locator(${call.arguments[0]?.getText() ?? ''})`;
}

function comparisonOf({ matcher, negated, expected }: WebExpectation, read: PlaywrightCall): Comparison {
  const [value] = expected;
  const readArguments = read.call.arguments.map((one) => one.getText());
  return {
    read: read.method,
    // A page takes the selector first.
    readArguments: read.kind === 'locator' || read.kind === 'element-handle' ? readArguments : readArguments.slice(1),
    matcher: matcher.text,
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
