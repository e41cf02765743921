import { ts } from 'ts-morph';

import { calledName, receiverOf } from '../syntax/call.ts';
import { declarationOf } from '../syntax/scope.ts';
import { ancestorOf, unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import { closingFixOf } from './fixes/leaked-server.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';
import { isListen, isNewServer } from './started-server.ts';
import { hookOf, testOf, isUsingList } from './test-structure.ts';

const CLOSERS = /close|stop|shutdown|destroy|dispose|terminate|kill|unref/iu;

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /listen|Server/u;

/** A server that a test or hook starts and nobody stops. Servers that are handed on, returned or closed anywhere in the file are none. */
export const leakedServer: FlakyPattern = {
  name: 'leaked-server',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    const started = [
      ...context.calls.filter((call) => isListen(context, call)),
      ...context.news.filter((node) => isNewServer(context, node)),
    ];
    return started.flatMap((node) => {
      if (!testOf(context, node) && !hookOf(context, node)) return [];
      return isStopped(context, node) ? [] : [hitOf(context, node)];
    });
  },
};

function hitOf(context: PatternContext, node: ts.CallExpression | ts.NewExpression): PatternHit {
  const fix = closingFixOf(context, node, holdersOf(node)[0]);
  return {
    node,
    why: 'The server goes on after the test: it keeps its port and its state for the tests that follow, and may keep the process alive.',
    advice: 'Close it in `afterEach`, `afterAll` or `onTestFinished`, and wait for the callback of `close`.',
    ...(fix && { fix }),
  };
}

function isStopped(context: PatternContext, node: ts.CallExpression | ts.NewExpression): boolean {
  if (isExpectedToFail(node)) return true;
  const names = holdersOf(node);
  // Without a name nobody can close it, unless it is given to somebody.
  return names.length === 0 ? !isDropped(node) : names.some((name) => isStoppedBy(context, name));
}

function isStoppedBy(context: PatternContext, name: ts.Identifier): boolean {
  const declaration = declarationOf(name);
  let stopped = !declaration;
  walk(context.source, (inner) => {
    if (stopped || !ts.isIdentifier(inner) || inner === name || inner.text !== name.text) return !stopped;
    if (declarationOf(inner) === declaration && (isCloser(inner) || isHandedOn(inner))) stopped = true;
    return !stopped;
  });
  return stopped;
}

/** `await assert.rejects(app.listen(…))`: no server comes out of it. */
function isExpectedToFail(node: ts.Node): boolean {
  const around = unwrappedParent(node);
  if (!ts.isCallExpression(around)) return false;
  const settled = unwrappedParent(around);
  return (
    /^(?:rejects|throws)$/u.test(calledName(around)) ||
    (ts.isPropertyAccessExpression(settled) && settled.name.text === 'rejects')
  );
}

/** The variables that hold the server: where its result goes, and the receiver of `listen` (some frameworks give an address). */
function holdersOf(node: ts.CallExpression | ts.NewExpression): readonly ts.Identifier[] {
  const receiver = ts.isCallExpression(node) ? receiverOf(node) : undefined;
  return [resultOf(node), receiver].flatMap((one) => (one && ts.isIdentifier(one) ? [one] : []));
}

function resultOf(node: ts.Node): ts.Identifier | undefined {
  let parent = unwrappedParent(node);
  if (ts.isAwaitExpression(parent)) parent = unwrappedParent(parent);
  if (ts.isVariableDeclaration(parent)) {
    const isUsing = ts.isVariableDeclarationList(parent.parent) && isUsingList(parent.parent);
    return ts.isIdentifier(parent.name) && !isUsing ? parent.name : undefined;
  }
  if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const target = unwrapped(parent.left);
  return ts.isIdentifier(target) ? target : undefined;
}

function isDropped(node: ts.Node): boolean {
  const parent = unwrappedParent(node);
  return ts.isExpressionStatement(parent) || (ts.isAwaitExpression(parent) && ts.isExpressionStatement(parent.parent));
}

/** `server.close()`, `app.server.close()`, `server[Symbol.asyncDispose]()`; with `unref` the end of the tests ends it. */
function isCloser(name: ts.Identifier): boolean {
  const parent = unwrappedParent(name);
  if (ts.isElementAccessExpression(parent)) return true;
  if (!ts.isPropertyAccessExpression(parent)) return false;
  const next = unwrappedParent(parent);
  const last = ts.isPropertyAccessExpression(next) && next.expression === parent ? next : parent;
  return CLOSERS.test(last.name.text) || CLOSERS.test(parent.name.text);
}

/** Returned, put into a list or object, assigned, or given to a function that is not the test's own `listen`. */
function isHandedOn(name: ts.Identifier): boolean {
  const parent = unwrappedParent(name);
  if (ts.isCallExpression(parent)) {
    const isArgument = parent.arguments.some((argument) => unwrapped(argument) === name);
    return isArgument && !/^(?:request|supertest|expect|agent)$/u.test(calledName(parent));
  }
  return (
    ts.isReturnStatement(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertyAssignment(parent) ||
    (ts.isVariableDeclaration(parent) && ancestorOf(name, ts.isVariableDeclaration) === parent && parent.name !== name)
  );
}
