import { ts } from 'ts-morph';

import { dottedName, memberAccessOf, nameText } from '../syntax/call.ts';
import { declarationOf } from '../syntax/scope.ts';
import { ancestorOf, isWithin, unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import { isLocatorCall } from './locator-calls.ts';

/** What is done with what a locator finds. */
export interface LocatorUse {
  /** Whether nothing fails there when nothing is found: an absence that is asserted, a count, a condition. */
  readonly isLenient: boolean;
  /** The assertion about it, when it is one. */
  readonly assertion?: { readonly matcher: string; readonly expected: readonly ts.Expression[] };
}

/** What a file does with a locator: where it is written, and where its name or member is used. */
export function usesOfLocatorAt(call: ts.Node): readonly LocatorUse[] {
  const top = topOf(call);
  const held = holderOf(top);
  if (!held) return [useOf(top)];
  return namesOf(held, call.getSourceFile()).map((name) => useOf(topOf(name)));
}

/** The whole locator that a part of one belongs to, also as an argument of `has`, `and`, `or`. */
function topOf(node: ts.Node): ts.Node {
  let top = node;
  for (;;) {
    const parent = unwrappedParent(top);
    const isOwner = ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent);
    const call = isOwner ? unwrappedParent(parent) : parent;
    if (ts.isCallExpression(call) && (isLocatorCall(call) || isJoin(call))) top = call;
    else if (ts.isPropertyAssignment(parent) && isLocatorCall(unwrappedParent(parent.parent)))
      top = parent.parent.parent;
    else return top;
  }
}

function isJoin(call: ts.CallExpression): boolean {
  return /^(?:and|or)$/u.test(memberAccessOf(call.expression)?.name ?? '');
}

/** The variable, property or function that holds a locator. */
function holderOf(top: ts.Node): ts.Identifier | ts.PropertyName | undefined {
  const parent = unwrappedParent(top);
  if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name) ? parent.name : undefined;
  if (ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const left = unwrapped(parent.left);
    return ts.isPropertyAccessExpression(left) ? left.name : ts.isIdentifier(left) ? left : undefined;
  }
  const isGiven = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === top);
  const giver = isGiven ? (ts.isArrowFunction(parent) ? parent : ancestorOf(parent, ts.isFunctionLike)) : undefined;
  if (!giver) return undefined;
  if (giver.name) return ts.isIdentifier(giver.name) || ts.isPrivateIdentifier(giver.name) ? giver.name : undefined;
  return holderOf(giver);
}

/** Where a file uses a name: a variable by its scope, a member by what it is called. */
export function namesOf(held: ts.Identifier | ts.PropertyName, source: ts.SourceFile): readonly ts.Expression[] {
  const name = nameText(held);
  const declared = ts.isVariableDeclaration(held.parent) ? held.parent : undefined;
  const found: ts.Expression[] = [];
  walk(source, (node) => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === name && !declared && node.name !== held) {
      found.push(calledOf(node));
      return;
    }
    if (!ts.isIdentifier(node) || node.text !== name || node === held || isMemberName(node)) return;
    if (!declared ? ts.isFunctionDeclaration(held.parent) : declarationOf(node) === declared)
      found.push(calledOf(node));
  });
  return found;
}

/** `submit()` for a function that gives a locator, `submit` for one. */
function calledOf(node: ts.Expression): ts.Expression {
  const parent = unwrappedParent(node);
  return ts.isCallExpression(parent) && unwrapped(parent.expression) === node ? parent : node;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isExportSpecifier(parent) ||
    ts.isImportSpecifier(parent)
  );
}

const tolerant = new Set(
  'all count allTextContents allInnerTexts evaluateAll elementHandles elementHandle isVisible isHidden $ $$ $$eval'.split(
    ' ',
  ),
);
const absences = /^to(?:BeHidden|BeDetached|BeEmpty|BeFalsy|BeNull|BeUndefined|BeNullish)$/u;

function useOf(top: ts.Node): LocatorUse {
  const parent = unwrappedParent(top);
  const method = ts.isPropertyAccessExpression(parent) ? parent.name.text : '';
  const called = method === '' ? top : unwrappedParent(parent);
  const assertion = assertionOf(top);
  const waitsForAbsence =
    ts.isCallExpression(called) &&
    called.arguments.some((one) => /state['"]?\s*:\s*['"](?:hidden|detached)/u.test(one.getText()));
  const isLenient =
    tolerant.has(method) || waitsForAbsence || isInCondition(top) || (assertion !== undefined && isAbsence(assertion));
  return {
    isLenient,
    ...(assertion ? { assertion: { matcher: assertion.matcher, expected: assertion.expected } } : {}),
  };
}

interface FoundAssertion {
  readonly matcher: string;
  readonly expected: readonly ts.Expression[];
  readonly isNegated: boolean;
}

/** The assertion whose subject something is in. */
function assertionOf(node: ts.Node): FoundAssertion | undefined {
  for (let current = node; current.parent && !ts.isStatement(current); current = current.parent) {
    const { parent } = current;
    if (!ts.isCallExpression(parent) || !parent.arguments.some((one) => one === current)) continue;
    if (!dottedName(parent.expression)[0]?.startsWith('expect')) continue;
    const names: string[] = [];
    let top: ts.Node = parent;
    while (ts.isPropertyAccessExpression(top.parent)) {
      top = top.parent;
      names.push((top as ts.PropertyAccessExpression).name.text);
    }
    const expected = ts.isCallExpression(top.parent) ? [...top.parent.arguments] : [];
    return { matcher: names.at(-1) ?? '', isNegated: names.includes('not'), expected };
  }
  return undefined;
}

function isAbsence({ matcher, isNegated, expected }: FoundAssertion): boolean {
  const [first] = expected;
  const isNothing = first !== undefined && /^(?:0|false|null|undefined|''|""|\[\])$/u.test(first.getText());
  const isOff = first !== undefined && /\b(?:visible|attached)\s*:\s*false/u.test(first.getText());
  return (
    isNegated ||
    absences.test(matcher) ||
    isOff ||
    (isNothing && /^to(?:HaveCount|HaveLength|Be|Equal|StrictEqual)$/u.test(matcher))
  );
}

/** Whether something decides what else is done: then what is done may be nothing. */
function isInCondition(node: ts.Node): boolean {
  for (let current = node; current.parent; current = current.parent) {
    const { parent } = current;
    if (
      ts.isIfStatement(parent) ||
      ts.isWhileStatement(parent) ||
      ts.isDoStatement(parent) ||
      ts.isSwitchStatement(parent)
    )
      return parent.expression === current;
    if (ts.isConditionalExpression(parent)) return parent.condition === current;
    if (ts.isForOfStatement(parent)) return parent.expression === current;
    if (ts.isBinaryExpression(parent) && isShort(parent) && isWithin(node, parent.left)) return true;
    if (ts.isStatement(parent) || ts.isFunctionLike(parent)) return false;
  }
  return false;
}

function isShort({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}
