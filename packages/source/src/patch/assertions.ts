import { ts } from 'ts-morph';

import { dottedName } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';

/** One assertion of a file, as far as its strength goes. Texts have their white space collapsed. */
export interface Assertion {
  /** Calls of tests and groups around it, with their titles, from the outside in: `test.only("pays")`. */
  readonly path: readonly string[];
  /** What is looked at: the argument of `expect`, the expression of a short function given to it. */
  readonly subject: string;
  /** The awaited value that a constant holds, when the subject is one; else the subject again. */
  readonly held: string;
  readonly matcher: string;
  readonly negated: boolean;
  /** Arguments of the matcher. */
  readonly expected: readonly string[];
  /** `soft`, `poll`, `resolves`, `rejects`. */
  readonly modifiers: readonly string[];
  /** Arguments of `expect` after the first: a message, options of `poll`. */
  readonly options: readonly string[];
  readonly awaited: boolean;
  /** What decides whether it is reached, from the outside in: `if`, `catch`, `try`, `loop`, `&&`, and functions handed to somebody. */
  readonly guards: readonly string[];
  /** Line of the text, counted from 1. */
  readonly line: number;
}

/** Every `expect(…)` chain and `assert` call of a file, in the order of the text. Looks at syntax only. */
export function assertionsOf(text: string, file: string): readonly Assertion[] {
  const source = parsedSource(text, file);
  const found: Assertion[] = [];
  walk(source, (node) => {
    const assertion = ts.isCallExpression(node) ? assertionOf(source, node) : undefined;
    if (assertion) found.push(assertion);
  });
  return found;
}

/** The syntax tree of a text. JavaScript may hold JSX. */
export function parsedSource(text: string, file: string): ts.SourceFile {
  const kind = file.endsWith('.tsx')
    ? ts.ScriptKind.TSX
    : /\.[cm]?jsx?$/u.test(file)
      ? ts.ScriptKind.JSX
      : ts.ScriptKind.TS;
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
}

function assertionOf(source: ts.SourceFile, call: ts.CallExpression): Assertion | undefined {
  const chain = chainOf(call);
  if (!chain) return undefined;
  const parent = unwrappedParent(call);
  return {
    path: pathOf(call),
    subject: subjectOf(chain.given[0]),
    held: heldBy(chain.given[0]),
    matcher: chain.matcher,
    negated: chain.modifiers.includes('not'),
    expected: chain.expected.map(textOf),
    modifiers: chain.modifiers.filter((one) => one !== 'not'),
    options: chain.given.slice(1).map(textOf),
    awaited: isReturned(parent),
    guards: guardsOf(call),
    line: source.getLineAndCharacterOfPosition(call.getStart(source)).line + 1,
  };
}

interface Chain {
  readonly given: readonly ts.Expression[];
  readonly modifiers: readonly string[];
  readonly matcher: string;
  readonly expected: readonly ts.Expression[];
}

/** `expect(a).not.toBe(b)`, `expect.poll(a).toBe(b)`, `expect.assertions(1)`, `assert.equal(a, b)`. */
function chainOf(call: ts.CallExpression): Chain | undefined {
  const callee = unwrapped(call.expression);
  const names = dottedName(callee);
  const expected = [...call.arguments];
  if (/^assert$/u.test(names[0] ?? '') && !hasCallInside(callee))
    return { given: expected.slice(0, 1), modifiers: [], matcher: names.join('.'), expected: expected.slice(1) };
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const modifiers: string[] = [];
  let current = unwrapped(callee.expression);
  while (ts.isPropertyAccessExpression(current)) {
    modifiers.push(current.name.text);
    current = unwrapped(current.expression);
  }
  if (!ts.isCallExpression(current)) {
    const isCount = names.length === 2 && names[0] === 'expect' && /^(?:has)?assertions$/iu.test(names[1] ?? '');
    return isCount ? { given: [], modifiers: [], matcher: names.join('.'), expected } : undefined;
  }
  const start = dottedName(current.expression);
  if (!start[0]?.startsWith('expect') || start.length > 2 || hasCallInside(current.expression)) return undefined;
  return {
    given: [...current.arguments],
    modifiers: [...modifiers, ...start.slice(1)],
    matcher: callee.name.text,
    expected,
  };
}

function hasCallInside(callee: ts.Expression): boolean {
  let current = unwrapped(callee);
  while (ts.isPropertyAccessExpression(current)) current = unwrapped(current.expression);
  return ts.isCallExpression(current);
}

/** What a function with a block does is read as assertions of its own; of a short one the expression is what is looked at. */
function subjectOf(given: ts.Expression | undefined): string {
  if (!given) return '';
  const node = unwrapped(given);
  if (!isFunctionNode(node)) return textOf(node);
  return node.body && !ts.isBlock(node.body) ? textOf(node.body) : '';
}

function heldBy(given: ts.Expression | undefined): string {
  const node = given && unwrapped(given);
  const declaration = node && ts.isIdentifier(node) ? declarationOf(node) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return subjectOf(given);
  const value = unwrapped(declaration.initializer);
  return (declaration.parent.flags & ts.NodeFlags.Const) !== 0 && /^\(*await\b/u.test(textOf(value))
    ? textOf(value)
    : subjectOf(given);
}

function textOf(node: ts.Node): string {
  return node.getText().replaceAll(/\s+/gu, ' ');
}

const TEST_WORDS = /^(?:test|it|describe|suite)$/u;

/** The call of a test or group that a function is handed to, with its title. */
function pathOf(node: ts.Node): readonly string[] {
  const path: string[] = [];
  for (let current: ts.Node | undefined = node; current; current = current.parent)
    if (isFunctionNode(current) && isTestCall(unwrappedParent(current))) path.push(titleOf(unwrappedParent(current)));
  return path.toReversed();
}

function titleOf(call: ts.Node): string {
  if (!ts.isCallExpression(call)) return '';
  const title = call.arguments[0] && !isFunctionNode(unwrapped(call.arguments[0])) ? textOf(call.arguments[0]) : '';
  // `only` runs the same test, and `step` is the test itself.
  const name = dottedName(call.expression).filter((part) => part !== 'only');
  return `${name.join('.')}(${title})`;
}

function isTestCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && TEST_WORDS.test(dottedName(node.expression)[0] ?? '');
}

const RETRIES = /^(?:expect(?:\.poll)?|(?:vi|vitest)\.waitFor|waitFor)$/u;
const HOOKS = /^(?:before|after)(?:Each|All)$/u;

/** What lies between an assertion and its test. */
function guardsOf(node: ts.Node): readonly string[] {
  const guards: string[] = [];
  for (let current = node; current.parent; current = current.parent) {
    if (isFunctionNode(current)) {
      const owner = unwrappedParent(current);
      const name = ts.isCallExpression(owner) ? dottedName(owner.expression).join('.') : 'function';
      if (isTestCall(owner) || HOOKS.test(name.split('.').at(-1) ?? '')) break;
      if (!RETRIES.test(name)) guards.push(name);
      else if (!isWaitedFor(owner)) guards.push('retry that nobody awaits');
    }
    const guard = guardAt(current, current.parent);
    if (guard !== undefined) guards.push(guard);
  }
  return guards.toReversed();
}

/** `await` or `return` before the whole chain that a call begins. */
function isWaitedFor(call: ts.Node): boolean {
  let top = call;
  while (
    ts.isPropertyAccessExpression(top.parent) ||
    (ts.isCallExpression(top.parent) && top.parent.expression === top)
  )
    top = top.parent;
  return isReturned(unwrappedParent(top));
}

function isReturned(parent: ts.Node): boolean {
  return ts.isAwaitExpression(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
}

function guardAt(node: ts.Node, parent: ts.Node): string | undefined {
  if (ts.isIfStatement(parent)) return parent.expression === node ? undefined : 'if';
  if (ts.isConditionalExpression(parent)) return parent.condition === node ? undefined : 'if';
  if (ts.isCaseOrDefaultClause(parent)) return 'if';
  if (ts.isCatchClause(parent)) return 'catch';
  if (ts.isTryStatement(parent)) return parent.catchClause && parent.tryBlock === node ? 'try' : undefined;
  if (ts.isIterationStatement(parent, false)) return parent.statement === node ? 'loop' : undefined;
  const isShort =
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(
      parent.operatorToken.kind,
    );
  return isShort ? '&&' : undefined;
}
