import { ts } from 'ts-morph';

import { calledName, propertyOf, rootIdentifier } from '../../syntax/call.ts';
import { enclosingFunction, type FunctionNode } from '../../syntax/functions.ts';
import { declarationOf } from '../../syntax/scope.ts';
import { ancestorOf, isWithin, unwrapped } from '../../syntax/walk.ts';
import type { FoundTest } from '../../tests/static-tests.ts';
import type { PatternContext } from '../pattern-context.ts';
import { numberBehind } from '../started-server.ts';
import { hookOf, testOf } from '../test-structure.ts';
import { valueOriginOf } from '../value-origin.ts';
import type { Fix } from './fix.ts';
import { indentUnitOf, linesAfter } from './statements.ts';
import { testFinishedOf } from './test-finished.ts';
import { hookEditsFor, isVitestFile, runnerModuleOf } from './test-runner.ts';

/** Packages whose servers `close` at once and without a promise to wait for. */
const SYNCHRONOUS = /^(?:(?:node:)?(?:https?|net|tls)|express|connect|polka|ws|msw\/node)$/u;

/**
 * Closes a server when its test is over, or after all tests when a hook started it. Safe for a server that lives in its test
 * alone: its port is the system's choice and the test gives nothing to the outside, so no other test can reach it.
 */
export function closingFixOf(
  context: PatternContext,
  node: ts.CallExpression | ts.NewExpression,
  holder: ts.Identifier | undefined,
): Fix | undefined {
  const module = holder && valueOriginOf(context, holder)?.module;
  if (!holder || module === undefined || !SYNCHRONOUS.test(module)) return undefined;
  const test = testOf(context, node);
  if (test?.body) return isVitestFile(context) ? closedByTest(context, node, holder, test) : undefined;
  return closedByHook(context, node, holder);
}

function closedByHook(
  context: PatternContext,
  node: ts.CallExpression | ts.NewExpression,
  holder: ts.Identifier,
): Fix | undefined {
  const hook = hookOf(context, node);
  const declaration = declarationOf(holder);
  const isShared = declaration !== undefined && !enclosingFunction(declaration);
  const after = hook?.kind === 'beforeAll' ? 'afterAll' : hook?.kind === 'beforeEach' ? 'afterEach' : undefined;
  if (!after || !isShared || /^(?:node:test|@playwright\/test)$/u.test(runnerModuleOf(context) ?? '')) return undefined;
  const edits = hookEditsFor(context, [{ kind: after, lines: [`${holder.text}.close();`] }]);
  return edits && { edits, summary: `Close the server in \`${after}\`.`, safety: 'suggestion' };
}

function closedByTest(
  context: PatternContext,
  node: ts.CallExpression | ts.NewExpression,
  holder: ts.Identifier,
  test: FoundTest,
): Fix | undefined {
  const { body } = test;
  const statement = ancestorOf(node, isPlainStatement);
  const declaration = declarationOf(holder);
  if (!statement || !body || !declaration || !isWithin(declaration, body) || enclosingFunction(node) !== body)
    return undefined;
  const unit = indentUnitOf(context.source);
  const finished = testFinishedOf(context, test, body);
  const after =
    finished && linesAfter(statement, [`${finished.name}(() => {`, `${unit}${holder.text}.close();`, '});']);
  if (!after) return undefined;
  return {
    edits: [...finished.edits, after],
    summary: 'Close the server when the test is over.',
    safety: hasSystemPort(node) && !writesOutside(context, body) ? 'safe' : 'suggestion',
  };
}

function isPlainStatement(node: ts.Node): node is ts.Statement {
  return ts.isExpressionStatement(node) || ts.isVariableStatement(node);
}

/** `listen(0)`, `{ port: 0 }`. */
function hasSystemPort(node: ts.CallExpression | ts.NewExpression): boolean {
  const first = node.arguments?.[0] && unwrapped(node.arguments[0]);
  if (!first) return false;
  if (!ts.isObjectLiteralExpression(first)) return calledName(node) === 'listen' && numberBehind(first) === 0;
  const port = propertyOf(first, 'port');
  return port !== undefined && !ts.isMethodDeclaration(port) && numberBehind(port) === 0;
}

/** Whether a test gives anything to what lies outside of it, such as the address of its server. */
function writesOutside(context: PatternContext, body: FunctionNode): boolean {
  return context.assignments.some((one) => {
    const root = isWithin(one, body) ? rootIdentifier(one.left) : undefined;
    const declaration = root && declarationOf(root);
    return root !== undefined && (!declaration || !isWithin(declaration, body));
  });
}
