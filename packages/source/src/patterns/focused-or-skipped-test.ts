import { ts } from 'ts-morph';

import { testCalleeOf } from '../tests/test-callee.ts';
import { detailsOf } from '../tests/test-details.ts';
import { isPlaywrightTest } from '../playwright/playwright-calls.ts';
import { isFunctionNode, enclosingFunction } from '../syntax/functions.ts';
import { memberAccessOf } from '../syntax/call.ts';
import { unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';

const TRACKED = /https?:\/\/|#\d+|\b[A-Z][A-Z\d]+-\d+\b/u;

/** `test.only` and tests that are switched off without a word on why. Conditions, `todo` and skips with an issue are none. */
export const focusedOrSkippedTest: FlakyPattern = {
  name: 'focused-or-skipped-test',
  severity: 'error',
  find: (context) =>
    context.calls.flatMap((call) => registeredHit(context, call) ?? annotationHit(context, call) ?? []),
};

function registeredHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  const callee = testCalleeOf(context.tree, call);
  if (!callee || !registers(context, call)) return undefined;
  const modifiers = [...callee.modifiers, ...detailsOf(call, callee.module).modifiers];
  if (modifiers.includes('only')) return focusHit(call);
  const off = modifiers.find((one) => one === 'skip' || one === 'fixme');
  return off !== undefined && !isTracked(context, call) ? skipHit(call) : undefined;
}

/** A call with a body, and a title unless it is a group without one. */
function registers(context: PatternContext, call: ts.CallExpression): boolean {
  const [first, ...rest] = call.arguments;
  if (!first || isCondition(first)) return false;
  return isFunctionNode(unwrapped(first)) || rest.some((argument) => functionOf(context.tree, argument) !== undefined);
}

/** `test.skip(({ browserName }) => browserName === 'webkit', 'why')`: a condition in place of a title. */
function isCondition(first: ts.Expression | undefined): boolean {
  const node = first && unwrapped(first);
  if (!node) return false;
  const returnsValue = isFunctionNode(node) && (!node.body || !ts.isBlock(node.body));
  return (
    returnsValue ||
    ts.isBinaryExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPropertyAccessExpression(node)
  );
}

/** `test.skip()` and `test.fixme(true, …)` in the course of a test or group. */
function annotationHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  const callee = memberAccessOf(call.expression);
  if (!callee || !/^(?:skip|fixme)$/u.test(callee.name)) return undefined;
  const receiver = callee.owner;
  if (isStep(context, receiver)) return isTracked(context, call) ? undefined : skipHit(call);
  const [first] = call.arguments;
  const isAlways = !first || unwrapped(first).kind === ts.SyntaxKind.TrueKeyword;
  if (!isAlways || !isPlaywrightTest(context, receiver) || isUnderCondition(call) || isTracked(context, call))
    return undefined;
  return skipHit(call);
}

/** `test.step` of `test.step.skip('…', async () => …)`. */
function isStep(context: PatternContext, expression: ts.Expression): boolean {
  const member = memberAccessOf(expression);
  return member?.name === 'step' && isPlaywrightTest(context, member.owner);
}

function isUnderCondition(node: ts.Node): boolean {
  const around = enclosingFunction(node);
  for (let current = node.parent; current && current !== around; current = current.parent) {
    if (ts.isIfStatement(current) || ts.isConditionalExpression(current) || ts.isCaseClause(current)) return true;
    if (ts.isBinaryExpression(current) || ts.isCatchClause(current)) return true;
  }
  return false;
}

/** An issue named beside it keeps a skip from being forgotten. */
function isTracked(context: PatternContext, call: ts.CallExpression): boolean {
  const { text } = context.source;
  const comments = ts.getLeadingCommentRanges(text, unwrappedParent(call).getFullStart()) ?? [];
  const words = comments.map((comment) => text.slice(comment.pos, comment.end)).join(' ');
  const said = call.arguments.filter((argument) => !isFunctionNode(unwrapped(argument))).map((one) => one.getText());
  const line = text.slice(text.lastIndexOf('\n', call.getStart()) + 1, call.getStart());
  return TRACKED.test(words) || TRACKED.test(said.join(' ')) || TRACKED.test(line);
}

function focusHit(node: ts.CallExpression): PatternHit {
  return {
    node,
    why: '`only` keeps every other test of the run from running, so a green run says nothing of them.',
    advice: 'Remove `.only`; use `-g` or the file name to run one test.',
    ...focusFix(node),
  };
}

/** `test.only(…)` without `.only` is the same test. */
function focusFix(call: ts.CallExpression): Pick<PatternHit, 'fix'> {
  const callee = memberAccessOf(call.expression);
  if (callee?.name !== 'only') return {};
  const edit = { start: callee.owner.getEnd(), end: unwrapped(call.expression).getEnd(), newText: '' };
  return { fix: { edits: [edit], summary: 'Remove `.only`.', safety: 'safe' } };
}

function skipHit(node: ts.CallExpression): PatternHit {
  return {
    node,
    severity: 'info',
    why: 'The test is switched off and nothing says until when, so what it guards can break unseen; often it was a flake.',
    advice: 'Name the issue in the reason or a comment, repair it, or quarantine it with an end.',
  };
}
