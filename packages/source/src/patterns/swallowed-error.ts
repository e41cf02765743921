import { ts } from 'ts-morph';

import { ACTION_METHODS, READ_METHODS } from '../playwright/members.ts';
import { isPlaywrightFile, playwrightCallOf } from '../playwright/playwright-calls.ts';
import { webExpectationOf } from '../playwright/web-expectation.ts';
import { calledName, dottedName, receiverOf } from '../syntax/call.ts';
import { enclosingFunction, isFunctionNode, type FunctionNode } from '../syntax/functions.ts';
import { unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';
import { swallowedUnitHits } from './swallowed-unit-assertion.ts';

const WAITS = /^waitFor(?!Timeout)/u;
const WHY =
  'The failure of this step is thrown away, so the test goes on in whatever state the page is in and fails somewhere else, now and then.';
const ADVICE =
  'Let it fail; when the step is only needed sometimes, make the case certain, or use `page.addLocatorHandler` for what pops up at any time.';

/** Errors of actions, waits and assertions that a test throws away. Clean-up, answers of helpers and rethrown errors are none. */
export const swallowedError: FlakyPattern = {
  name: 'swallowed-error',
  severity: 'warning',
  find(context) {
    if (!isPlaywrightFile(context)) return swallowedUnitHits(context, isSilent);
    const hits: PatternHit[] = [];
    walk(context.source, (node) => {
      const isLost = ts.isTryStatement(node)
        ? isLostTry(context, node)
        : ts.isCallExpression(node) && isLostCatch(context, node);
      if (isLost && !isCleanUp(node)) hits.push({ node, why: WHY, advice: ADVICE });
    });
    return hits;
  },
};

function isLostTry(context: PatternContext, node: ts.TryStatement): boolean {
  const block = node.catchClause?.block;
  if (!block || !holdsPlaywrightWait(context, node.tryBlock) || hasExit(node.tryBlock)) return false;
  return isSilent(block);
}

/** A block that does nothing, or only prints. */
function isSilent(block: ts.Block): boolean {
  return block.statements.every((statement) => isLogging(statement));
}

/** `catch (error) { throw error; }` in any form. */
export function rethrows(block: ts.Block): boolean {
  let found = false;
  walk(block, (node) => {
    if (ts.isThrowStatement(node)) found = true;
    return !found && !isFunctionNode(node);
  });
  return found;
}

function isLogging(statement: ts.Statement): boolean {
  const call = ts.isExpressionStatement(statement) ? unwrapped(statement.expression) : undefined;
  if (ts.isEmptyStatement(statement)) return true;
  return call !== undefined && ts.isCallExpression(call) && dottedName(call.expression)[0] === 'console';
}

/** A `try` that returns or breaks asks a question or tries again. */
function hasExit(block: ts.Block): boolean {
  let found = false;
  walk(block, (node) => {
    if (ts.isReturnStatement(node) || ts.isBreakStatement(node) || ts.isContinueStatement(node)) found = true;
    return !found && !isFunctionNode(node);
  });
  return found;
}

/** `await button.click().catch(() => {})` as a statement; a caught promise that is kept is a question. */
function isLostCatch(context: PatternContext, call: ts.CallExpression): boolean {
  const receiver = receiverOf(call);
  const handler = call.arguments[0] && unwrapped(call.arguments[0]);
  if (calledName(call) !== 'catch' || !receiver || !handler || !isFunctionNode(handler) || !isNothing(handler))
    return false;
  const parent = unwrappedParent(call);
  const statement = ts.isAwaitExpression(parent) ? unwrappedParent(parent) : parent;
  return ts.isExpressionStatement(statement) && ts.isCallExpression(receiver) && isWait(context, receiver);
}

function isNothing(handler: FunctionNode): boolean {
  const { body } = handler;
  if (!body) return false;
  if (ts.isBlock(body)) return body.statements.every((statement) => isLogging(statement));
  const value = unwrapped(body);
  const isConsole = ts.isCallExpression(value) && dottedName(value.expression)[0] === 'console';
  return isConsole || /^(?:undefined|null|false|true|void 0|\{\}|'')$/u.test(value.getText());
}

/** Whether a block acts on a page, waits for it or asserts something of it. */
export function holdsPlaywrightWait(context: PatternContext, block: ts.Node): boolean {
  return context.calls.some((call) => call.pos >= block.pos && call.end <= block.end && isWait(context, call));
}

function isWait(context: PatternContext, call: ts.CallExpression): boolean {
  const one = playwrightCallOf(context, call);
  if (one) return ACTION_METHODS.has(one.method) || WAITS.test(one.method) || isWaitingRead(one.method);
  const expectation = webExpectationOf(context, call);
  return expectation !== undefined && !expectation.modifiers.includes('soft');
}

function isWaitingRead(method: string): boolean {
  return READ_METHODS.has(method) && !/^(?:isVisible|isHidden|count|title|content|all\w+)$/u.test(method);
}

/** What runs after a test may fail without changing what was tested. */
function isCleanUp(node: ts.Node): boolean {
  for (let inner = enclosingFunction(node); inner; inner = enclosingFunction(inner)) {
    const parent = unwrappedParent(inner);
    const name = ts.isCallExpression(parent) ? calledName(parent) : (inner.name?.getText() ?? '');
    if (/^(?:after|afterEach|afterAll)$|teardown|clean|dispose|close/iu.test(name)) return true;
  }
  for (let current = node; current.parent; current = current.parent)
    if (ts.isTryStatement(current.parent) && current.parent.finallyBlock === current) return true;
  return false;
}
