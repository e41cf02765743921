import { ts } from 'ts-morph';

import { memberAccessOf } from '../syntax/call.ts';
import { isFunctionNode, returnedExpressions } from '../syntax/functions.ts';
import { ancestorOf, unwrapped } from '../syntax/walk.ts';
import { type Binding, bindingOf, type ExternalBinding } from '../tree/binding.ts';
import { declaredBinding } from '../tree/declared.ts';
import { isPlaywrightModule } from '../tree/runner-modules.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { valueNodeOf } from '../tree/values.ts';
import { assignedTo } from './assignments.ts';
import { knownByFinder, knownByName } from './by-use.ts';
import { assignedInConstructor, type ClassMember, memberNamed } from './class-members.ts';
import { fixtureValue } from './fixture-value.ts';
import { knownOfType } from './known-type.ts';
import { elementOf, FOREIGN, type Known, playwright, settled } from './known-value.ts';
import { IN_PAGE_METHODS, PROPERTIES } from './members.ts';
import { methodGift } from './method-gift.ts';
import { memberOfObject } from './object-members.ts';
import { memberOfShape, resultOfShape, resultOfType } from './shape-members.ts';

const known = new WeakMap<ts.Node, Known | 'nothing'>();
const MOST_DEPTH = 12;

/** What is known of an expression: followed through names, members, calls, classes, fixtures and files. `undefined`: nothing. */
export function inferValue(tree: SourceTree, expression: ts.Expression, depth = 0): Known | undefined {
  const node = unwrapped(expression);
  const remembered = known.get(node);
  if (remembered) return remembered === 'nothing' ? undefined : remembered;
  if (depth > MOST_DEPTH) return undefined;
  // A value that depends on itself is not known.
  known.set(node, 'nothing');
  const value = infer(tree, node, depth + 1);
  if (value) known.set(node, value);
  else if (depth > MOST_DEPTH / 2) known.delete(node);
  return value;
}

function infer(tree: SourceTree, node: ts.Expression, depth: number): Known | undefined {
  if (ts.isAwaitExpression(node)) return settled(inferValue(tree, node.expression, depth));
  if (ts.isIdentifier(node)) return inferName(tree, node, depth);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return instanceAround(node);
  if (ts.isPropertyAccessExpression(node))
    return (
      memberValue(tree, inferValue(tree, node.expression, depth), node.name.text, depth) ?? knownByName(node, node.name)
    );
  if (ts.isElementAccessExpression(node)) return inferElement(tree, node, depth);
  if (ts.isCallExpression(node)) return inferCall(tree, node, depth);
  if (ts.isNewExpression(node)) return inferInstance(tree, node);
  if (ts.isConditionalExpression(node)) return inferFirst(tree, [node.whenTrue, node.whenFalse], depth);
  if (ts.isBinaryExpression(node)) return inferBinary(tree, node, depth);
  if (ts.isObjectLiteralExpression(node)) return { is: 'object', literal: node };
  if (ts.isArrayLiteralExpression(node)) return { is: 'tuple', elements: node.elements };
  return isPlain(node) ? FOREIGN : undefined;
}

function inferBinary(tree: SourceTree, node: ts.BinaryExpression, depth: number): Known | undefined {
  const kind = node.operatorToken.kind;
  if (kind === ts.SyntaxKind.EqualsToken) return inferValue(tree, node.right, depth);
  const chooses = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
  return chooses ? inferFirst(tree, [node.left, node.right], depth) : FOREIGN;
}

function isPlain(node: ts.Node): boolean {
  return (
    ts.isLiteralExpression(node) || ts.isTemplateExpression(node) || ts.isClassExpression(node) || isFunctionNode(node)
  );
}

function instanceAround(node: ts.Node): Known | undefined {
  const declaration = ancestorOf(node, ts.isClassLike);
  return declaration && { is: 'instance', declaration };
}

function inferFirst(tree: SourceTree, nodes: readonly ts.Expression[], depth: number): Known | undefined {
  const values = nodes.map((one) => inferValue(tree, one, depth));
  return values.find((one) => one?.is === 'playwright') ?? values[0];
}

function inferElement(tree: SourceTree, node: ts.ElementAccessExpression, depth: number): Known | undefined {
  const owner = inferValue(tree, node.expression, depth);
  const index = node.argumentExpression;
  if (ts.isStringLiteralLike(index)) return memberValue(tree, owner, index.text, depth);
  if (owner?.is === 'tuple') {
    const element = ts.isNumericLiteral(index) ? owner.elements[Number(index.text)] : owner.elements[0];
    return element && inferValue(tree, element, depth);
  }
  return elementOf(owner);
}

function inferName(tree: SourceTree, name: ts.Identifier, depth: number): Known | undefined {
  const binding = bindingOf(tree, name);
  return (binding && inferBinding(tree, binding, name, depth)) ?? knownByName(name, name);
}

function inferBinding(tree: SourceTree, binding: Binding, name: ts.Identifier, depth: number): Known | undefined {
  if (binding.kind === 'module') return undefined;
  if (binding.kind === 'external') return externalValue(tree, binding, name, depth);
  const { node } = binding;
  if (ts.isBindingElement(node)) return inferPart(tree, node, depth);
  if (ts.isParameter(node)) return inferParameter(tree, node, depth);
  if (ts.isVariableDeclaration(node)) return inferVariable(tree, node, depth);
  if (ts.isExpression(node) && node !== name && !ts.isFunctionExpression(node) && !ts.isClassExpression(node))
    return inferValue(tree, node, depth);
  return FOREIGN;
}

/** What a package exports: of Playwright's own, and of packages whose declarations are read. */
function externalValue(
  tree: SourceTree,
  binding: ExternalBinding,
  name: ts.Identifier,
  depth: number,
): Known | undefined {
  const declared = declaredBinding(tree, binding);
  if (declared.kind === 'node') return inferBinding(tree, declared, name, depth);
  if (declared.kind === 'module') return undefined;
  if (!isPlaywrightModule(declared.module)) return FOREIGN;
  return /^(?:chromium|firefox|webkit)$/u.test(declared.name) ? playwright('browser-type') : undefined;
}

function inferVariable(tree: SourceTree, node: ts.VariableDeclaration, depth: number): Known | undefined {
  const typed = node.type && knownOfType(tree, node.type);
  if (typed && !(typed.is === 'foreign' && node.type?.kind === ts.SyntaxKind.AnyKeyword)) return typed;
  if (node.initializer) return inferValue(tree, node.initializer, depth);
  const loop = node.parent.parent;
  if (ts.isForOfStatement(loop)) return loopElement(inferValue(tree, loop.expression, depth), tree, depth);
  return assignedTo(node).reduce<Known | undefined>((value, one) => value ?? inferValue(tree, one, depth), undefined);
}

function loopElement(value: Known | undefined, tree: SourceTree, depth: number): Known | undefined {
  const first = value?.is === 'tuple' ? value.elements[0] : undefined;
  return first ? inferValue(tree, first, depth) : elementOf(value);
}

function inferParameter(tree: SourceTree, node: ts.ParameterDeclaration, depth: number): Known | undefined {
  if (node.type) return knownOfType(tree, node.type);
  const documented = ts.getJSDocType(node);
  if (documented) return knownOfType(tree, documented);
  if (node.initializer) return inferValue(tree, node.initializer, depth);
  return callbackParameter(tree, node, depth);
}

/** `page.on('popup', (popup) => …)` and `rows.map((row) => …)`. */
function callbackParameter(tree: SourceTree, node: ts.ParameterDeclaration, depth: number): Known | undefined {
  const call = node.parent.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { name, expression } = call.expression;
  if (IN_PAGE_METHODS.test(name.text)) return FOREIGN;
  const first = call.arguments[0];
  if ((name.text === 'on' || name.text === 'once') && first && ts.isStringLiteralLike(first))
    return first.text === 'popup' || first.text === 'page' ? playwright('page') : undefined;
  if (!/^(?:map|forEach|filter|find|some|every|flatMap)$/u.test(name.text) || node.parent.parameters[0] !== node)
    return undefined;
  return loopElement(inferValue(tree, expression, depth), tree, depth);
}

function inferPart(tree: SourceTree, element: ts.BindingElement, depth: number): Known | undefined {
  const pattern = element.parent;
  const owner = pattern.parent;
  if (ts.isArrayBindingPattern(pattern)) return inferPosition(tree, element, pattern, depth);
  const key = (element.propertyName ?? element.name).getText();
  if (ts.isVariableDeclaration(owner))
    return owner.initializer && memberValue(tree, inferValue(tree, owner.initializer, depth), key, depth);
  if (!ts.isParameter(owner)) return undefined;
  if (owner.type) return memberValue(tree, knownOfType(tree, owner.type), key, depth);
  const documented = ts.getJSDocType(owner);
  if (documented) return memberValue(tree, knownOfType(tree, documented), key, depth);
  const fixture = fixtureValue(tree, owner, key);
  return fixture && ('is' in fixture ? fixture : inferValue(tree, fixture, depth));
}

function inferPosition(
  tree: SourceTree,
  element: ts.BindingElement,
  pattern: ts.ArrayBindingPattern,
  depth: number,
): Known | undefined {
  const owner = pattern.parent;
  if (!ts.isVariableDeclaration(owner) || !owner.initializer) return undefined;
  const whole = inferValue(tree, owner.initializer, depth);
  const at = pattern.elements.indexOf(element);
  const part = whole?.is === 'tuple' ? whole.elements[at] : undefined;
  return part ? settled(inferValue(tree, part, depth)) : elementOf(whole);
}

function inferInstance(tree: SourceTree, node: ts.NewExpression): Known | undefined {
  const declaration = valueNodeOf(tree, node.expression);
  return declaration && ts.isClassLike(declaration) ? { is: 'instance', declaration } : FOREIGN;
}

function inferCall(tree: SourceTree, call: ts.CallExpression, depth: number): Known | undefined {
  const callee = unwrapped(call.expression);
  const member = memberAccessOf(callee);
  if (member) {
    const { name } = member;
    if (/^Promise\.(?:all|allSettled)$/u.test(callee.getText()))
      return call.arguments[0] && inferValue(tree, call.arguments[0], depth);
    const owner = inferValue(tree, member.owner, depth);
    if (owner && owner.is !== 'tuple') return resultOfMember(tree, owner, name, call, depth);
  }
  const target = valueNodeOf(tree, callee);
  const result = target && resultOfCallee(tree, target, depth);
  return result ?? (member && target && !isFunctionNode(target) ? knownByFinder(call, member.name) : undefined);
}

/** What calling a method of a known value gives. */
function resultOfMember(
  tree: SourceTree,
  owner: Exclude<Known, { is: 'tuple' }>,
  name: string,
  call: ts.CallExpression,
  depth: number,
): Known | undefined {
  if (owner.is === 'playwright') return methodGift(owner, name, call);
  if (owner.is === 'instance') return memberResult(tree, owner.declaration, name, depth);
  if (owner.is === 'shape') return resultOfShape(tree, owner, name);
  return owner.is === 'object' ? resultOfObject(tree, owner.literal, name, depth) : FOREIGN;
}

/** What calling a value gives: a function of the project, or one that a package declares. */
function resultOfCallee(tree: SourceTree, target: ts.Node, depth: number): Known | undefined {
  if (ts.isFunctionDeclaration(target) || isFunctionNode(target)) return resultOf(tree, target, depth);
  return ts.isVariableDeclaration(target) && target.type ? resultOfType(tree, target.type) : undefined;
}

/** What a function of the project gives back. */
function resultOf(tree: SourceTree, target: ts.SignatureDeclaration, depth: number): Known | undefined {
  if (target.type) return knownOfType(tree, target.type);
  if (!isFunctionNode(target)) return undefined;
  return inferFirst(tree, returnedExpressions(target), depth);
}

function memberResult(
  tree: SourceTree,
  declaration: ts.ClassLikeDeclaration,
  name: string,
  depth: number,
): Known | undefined {
  const member = memberNamed(tree, declaration, name);
  if (!member) return undefined;
  if (ts.isMethodDeclaration(member)) return resultOf(tree, member, depth);
  const held = ts.isPropertyDeclaration(member) && member.initializer ? unwrapped(member.initializer) : undefined;
  if (held && isFunctionNode(held)) return resultOf(tree, held, depth);
  const type = ts.isPropertyDeclaration(member) ? member.type : undefined;
  return (type && resultOfType(tree, type)) ?? FOREIGN;
}

/** What a property of a value holds. */
function memberValue(tree: SourceTree, owner: Known | undefined, name: string, depth: number): Known | undefined {
  if (owner?.is === 'playwright') {
    const kind = PROPERTIES[owner.kind]?.[name];
    return kind ? playwright(kind) : undefined;
  }
  if (owner?.is === 'shape') return memberOfShape(tree, owner, name);
  if (owner?.is === 'object') return valueInObject(tree, owner.literal, name, depth);
  if (owner?.is !== 'instance') return owner?.is === 'foreign' ? FOREIGN : undefined;
  const member = memberNamed(tree, owner.declaration, name);
  return member && heldBy(tree, member, owner.declaration, depth);
}

function valueInObject(
  tree: SourceTree,
  literal: ts.ObjectLiteralExpression,
  name: string,
  depth: number,
): Known | undefined {
  const held = memberOfObject(tree, literal, name);
  if (!held || ts.isMethodDeclaration(held)) return held && FOREIGN;
  return ts.isGetAccessorDeclaration(held) ? resultOf(tree, held, depth) : inferValue(tree, held, depth);
}

function resultOfObject(
  tree: SourceTree,
  literal: ts.ObjectLiteralExpression,
  name: string,
  depth: number,
): Known | undefined {
  const held = memberOfObject(tree, literal, name);
  const target = held && ts.isExpression(held) ? valueNodeOf(tree, held) : held;
  return target && resultOfCallee(tree, target, depth);
}

function heldBy(
  tree: SourceTree,
  member: ClassMember,
  declaration: ts.ClassLikeDeclaration,
  depth: number,
): Known | undefined {
  if (ts.isParameter(member)) return inferParameter(tree, member, depth);
  if (ts.isGetAccessorDeclaration(member)) return resultOf(tree, member, depth);
  if (ts.isExpression(member)) return inferValue(tree, member, depth);
  if (!ts.isPropertyDeclaration(member)) return FOREIGN;
  if (member.type) return knownOfType(tree, member.type);
  if (member.initializer) return inferValue(tree, member.initializer, depth);
  const assigned = assignedInConstructor(declaration, member.name.getText());
  return assigned && inferValue(tree, assigned, depth);
}
