import { ts } from 'ts-morph';

import { calledName, propertyOf, receiverOf } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { ancestorOf, unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import { functionOf } from '../tree/values.ts';
import { initializerOf, type PatternContext } from './pattern-context.ts';
import { runnerSettingsOf } from './runner-settings.ts';
import { closesInHook } from './teardown-hooks.ts';
import { isUsingList, testOf } from './test-structure.ts';

type Start = ts.CallExpression | ts.NewExpression;

const CLOSERS = /close|stop|shutdown|destroy|dispose|terminate|kill|unref/iu;
/** A function that sees to the end of what it makes. */
const OWN_END =
  /\.\s*(?:close|stop|shutdown|destroy|terminate)\b|\b(?:onTestFinished|onCleanup|addTeardown)\(|\bt\.(?:after|teardown)\(/u;

/** Whether somebody stops a server that was started at a node, or may do so where this file does not show it. */
export function isStopped(context: PatternContext, node: Start): boolean {
  if (isExpectedToFail(node) || hasSignal(node)) return true;
  const { end, isClosed } = chainOf(node);
  if (isClosed || /\bthis\s*\.\s*(?:close|destroy)\b/u.test(end.getText()) || isGivenOn(end)) return true;
  const names = holdersOf(node);
  // Without a name nobody can close it, unless it is given to somebody.
  if (names.length === 0) return !isDropped(end);
  return names.some((name) => isStoppedBy(context, name) || isStoppedElsewhere(context, node, name));
}

/** The variables that hold the server: where its result goes, and the receiver of `listen` (some frameworks give an address). */
export function holdersOf(node: Start): readonly ts.Identifier[] {
  const receiver = ts.isCallExpression(node) ? receiverOf(node) : undefined;
  return [resultOf(chainOf(node).end), receiver].flatMap((one) => (one && ts.isIdentifier(one) ? [one] : []));
}

/** The end of `app.listen(0).on('error', fail)`, which is the server still, and whether it closes itself on the way. */
function chainOf(node: Start): { readonly end: ts.Expression; readonly isClosed: boolean } {
  let end: ts.Expression = node;
  let isClosed = false;
  for (;;) {
    const member = unwrappedParent(end);
    const call = ts.isPropertyAccessExpression(member) ? unwrappedParent(member) : undefined;
    if (!call || !ts.isCallExpression(call) || unwrapped(call.expression) !== member) return { end, isClosed };
    isClosed ||= ts.isPropertyAccessExpression(member) && CLOSERS.test(member.name.text);
    end = call;
  }
}

function isStoppedBy(context: PatternContext, name: ts.Identifier): boolean {
  const declaration = declarationOf(name);
  return !declaration || isClosedIn(context.source, name, (inner) => declarationOf(inner) === declaration);
}

function isClosedIn(source: ts.SourceFile, name: ts.Identifier, isSame: (inner: ts.Identifier) => boolean): boolean {
  let stopped = false;
  walk(source, (inner) => {
    if (stopped || !ts.isIdentifier(inner) || inner === name || inner.text !== name.text) return !stopped;
    if ((isCloser(inner) || isHandedOn(inner)) && isSame(inner)) stopped = true;
    return !stopped;
  });
  return stopped;
}

/** Closed by the file that makes it, by a setup file, by a hook that calls what other files hold, or by the function that made it. */
function isStoppedElsewhere(context: PatternContext, node: Start, name: ts.Identifier): boolean {
  const binding = bindingOf(context.tree, name);
  const made = initializerOf(name) ?? destructuredFrom(name) ?? assignedTo(context, name);
  if (made && isMadeToEnd(context, node, made)) return true;
  if (!testOf(context, node) && closesInHook(context)) return true;
  if ([...runnerSettingsOf(context).called].some((called) => CLOSERS.test(called) && called.includes(name.text)))
    return true;
  if (binding?.kind !== 'node') return false;
  const home = binding.node.getSourceFile();
  return home !== context.source && isClosedIn(home, name, () => true);
}

/** `await setup()` of `const { server } = await setup()`. */
function destructuredFrom(name: ts.Identifier): ts.Expression | undefined {
  const declaration = declarationOf(name);
  const owner = declaration && ts.isBindingElement(declaration) && ancestorOf(declaration, ts.isVariableDeclaration);
  return owner && owner.initializer ? unwrapped(owner.initializer) : undefined;
}

/** What a variable is given later than where it is declared. */
function assignedTo(context: PatternContext, name: ts.Identifier): ts.Expression | undefined {
  const declaration = declarationOf(name);
  const found = context.assignments.find(
    (one) => ts.isIdentifier(one.left) && one.left.text === name.text && declarationOf(one.left) === declaration,
  );
  return found && unwrapped(found.right);
}

/** `build(t)`, which closes it when the test `t` is over, and functions of the project that see to the end themselves. */
function isMadeToEnd(context: PatternContext, node: Start, made: ts.Expression): boolean {
  const value = ts.isAwaitExpression(made) ? unwrapped(made.expression) : made;
  if (!ts.isCallExpression(value)) return false;
  const test = ancestorOf(node, isFunctionNode);
  const parameters = test?.parameters.map(({ name }) => name.getText()) ?? [];
  if (value.arguments.some((one) => parameters.includes(one.getText()))) return true;
  const target = functionOf(context.tree, value.expression);
  return target !== undefined && OWN_END.test(target.getText());
}

/** `await assert.rejects(app.listen(…))`, `expect(() => server.listen(-1)).toThrow()`: no server comes out of it. */
function isExpectedToFail(node: ts.Node): boolean {
  const around = unwrappedParent(node);
  const call = ts.isArrowFunction(around) ? unwrappedParent(around) : around;
  if (!ts.isCallExpression(call)) return false;
  const settled = unwrappedParent(call);
  return (
    /^(?:rejects|throws)$/u.test(calledName(call)) ||
    (ts.isPropertyAccessExpression(settled) && /^(?:rejects|toThrow\w*)$/u.test(settled.name.text))
  );
}

/** `listen({ port: 0, signal })` ends with the signal. */
function hasSignal({ arguments: given }: Start): boolean {
  const first = given?.[0] && unwrapped(given[0]);
  return first !== undefined && ts.isObjectLiteralExpression(first) && propertyOf(first, 'signal') !== undefined;
}

function resultOf(node: ts.Expression): ts.Identifier | undefined {
  const parent = parentOfValue(node);
  if (ts.isVariableDeclaration(parent)) {
    const isUsing = ts.isVariableDeclarationList(parent.parent) && isUsingList(parent.parent);
    return ts.isIdentifier(parent.name) && !isUsing ? parent.name : undefined;
  }
  if (!ts.isBinaryExpression(parent)) return undefined;
  const target = unwrapped(parent.left);
  return ts.isIdentifier(target) ? target : undefined;
}

/** What takes a value: `await` and choices (`secure ? a : b`, `a ?? b`) are looked through. */
function parentOfValue(node: ts.Expression): ts.Node {
  const parent = unwrappedParent(node);
  if (ts.isAwaitExpression(parent)) return parentOfValue(parent);
  const isChoice =
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken);
  return isChoice ? parentOfValue(parent) : parent;
}

/** The result goes to a function, a list, an object or a property, whose owner may close it. */
function isGivenOn(node: ts.Expression): boolean {
  const parent = parentOfValue(node);
  if (ts.isBinaryExpression(parent)) {
    const target = unwrapped(parent.left);
    return ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
  }
  if (ts.isVariableDeclaration(parent))
    return ts.isVariableDeclarationList(parent.parent) && isUsingList(parent.parent);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return isGiven(parent, node);
  return ts.isArrayLiteralExpression(parent) || ts.isPropertyAssignment(parent) || ts.isSpreadElement(parent);
}

/** Given to a function that may close it; the tools that only ask it are none. */
function isGiven(taker: Start, value: ts.Expression): boolean {
  const isArgument = taker.arguments?.some((argument) => unwrapped(argument) === value) ?? false;
  return isArgument && !/^(?:request|supertest|expect|agent)$/u.test(calledName(taker));
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
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return isGiven(parent, name);
  if (ts.isBinaryExpression(parent)) return unwrapped(parent.right) === name && isAssignment(parent);
  return (
    ts.isReturnStatement(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isPropertyAssignment(parent) ||
    (ts.isVariableDeclaration(parent) && ancestorOf(name, ts.isVariableDeclaration) === parent && parent.name !== name)
  );
}

function isAssignment({ operatorToken }: ts.BinaryExpression): boolean {
  const { kind } = operatorToken;
  return kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.QuestionQuestionEqualsToken;
}
