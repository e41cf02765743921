import { ts } from 'ts-morph';

import { calledName, receiverOf } from '../syntax/call.ts';
import { declarationOf } from '../syntax/scope.ts';
import { ancestorOf, unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import { closingFixOf } from './fixes/leaked-server.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';
import { isListen, isNewServer } from './started-server.ts';
import { hookOf, testOf, isUsingList } from './test-structure.ts';

const CLOSERS = /close|stop|shutdown|destroy|dispose|terminate|kill/iu;

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
  const fix = closingFixOf(context, node, holderOf(node));
  return {
    node,
    why: 'The server goes on after the test: it keeps its port and its state for the tests that follow, and may keep the process alive.',
    advice: 'Close it in `afterEach`, `afterAll` or `onTestFinished`, and wait for the callback of `close`.',
    ...(fix && { fix }),
  };
}

function isStopped(context: PatternContext, node: ts.CallExpression | ts.NewExpression): boolean {
  const name = holderOf(node);
  // Without a name nobody can close it, unless it is given to somebody.
  if (!name) return !isDropped(node);
  const declaration = declarationOf(name);
  let stopped = !declaration;
  walk(context.source, (inner) => {
    if (stopped || !ts.isIdentifier(inner) || inner === name || inner.text !== name.text) return !stopped;
    if (declarationOf(inner) === declaration && (isCloser(inner) || isHandedOn(inner))) stopped = true;
    return !stopped;
  });
  return stopped;
}

/** The variable that holds the server: receiver of `listen`, or where its result goes. */
function holderOf(node: ts.CallExpression | ts.NewExpression): ts.Identifier | undefined {
  const receiver = ts.isCallExpression(node) ? receiverOf(node) : undefined;
  const result = resultOf(node);
  if (result) return result;
  return receiver && ts.isIdentifier(receiver) ? receiver : undefined;
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

/** `server.close()`, `server[Symbol.asyncDispose]()`. */
function isCloser(name: ts.Identifier): boolean {
  const parent = unwrappedParent(name);
  if (ts.isElementAccessExpression(parent)) return true;
  return ts.isPropertyAccessExpression(parent) && CLOSERS.test(parent.name.text);
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
