import { ts } from 'ts-morph';

import { propertyOf } from '../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/functions.ts';
import { ancestorOf, unwrapped } from '../syntax/walk.ts';
import { type Binding, bindingOf, exportOf, requiredModule } from './binding.ts';
import { declaredBinding, declaredBindingOf } from './declared.ts';
import type { SourceTree } from './source-tree.ts';

/** The value behind an expression: names and members followed to what they were declared with, through files of the project. */
export function valueNodeOf(tree: SourceTree, expression: ts.Expression, depth = 0): ts.Node | undefined {
  const node = unwrapped(expression);
  if (depth > 8) return undefined;
  if (ts.isIdentifier(node)) return nodeOfBinding(tree, bindingOf(tree, node), depth);
  if (ts.isPropertyAccessExpression(node)) return memberOf(tree, node.expression, node.name.text, depth) ?? node;
  return (ts.isCallExpression(node) && calledValue(tree, node, depth + 1)) || node;
}

/** What `fn.bind(…)` and `require('./x')` stand for. */
function calledValue(tree: SourceTree, call: ts.CallExpression, depth: number): ts.Node | undefined {
  const callee = unwrapped(call.expression);
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind')
    return valueNodeOf(tree, callee.expression, depth);
  const required = requiredModule(call);
  const file = required && tree.resolveModule(tree.fileOf(call), required.specifier);
  return required && file !== undefined
    ? nodeOfBinding(tree, exportOf(tree, file, required.member ?? 'default'), depth)
    : undefined;
}

/** The function behind an expression, when the project declares it. */
export function functionOf(tree: SourceTree, expression: ts.Expression): FunctionNode | undefined {
  const value = valueNodeOf(tree, expression);
  return value && isFunctionNode(value) ? value : undefined;
}

function nodeOfBinding(tree: SourceTree, found: Binding | undefined, depth: number): ts.Node | undefined {
  const binding = found?.kind === 'external' ? declaredBinding(tree, found) : found;
  if (binding?.kind !== 'node') return undefined;
  const { node } = binding;
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name))
    return node.initializer ? valueNodeOf(tree, node.initializer, depth + 1) : node;
  if (ts.isBindingElement(node)) return destructured(tree, node, depth) ?? node;
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) ? valueNodeOf(tree, node, depth + 1) : node;
}

function destructured(tree: SourceTree, element: ts.BindingElement, depth: number): ts.Node | undefined {
  const owner = element.parent.parent;
  const key = element.propertyName ?? element.name;
  if (!ts.isVariableDeclaration(owner) || !owner.initializer || !ts.isIdentifier(key)) return undefined;
  return memberOf(tree, owner.initializer, key.text, depth);
}

/** The member of an object literal, a class instance, a class, `this`, or a namespace import. */
function memberOf(tree: SourceTree, owner: ts.Expression, name: string, depth: number): ts.Node | undefined {
  const expression = unwrapped(owner);
  if (expression.kind === ts.SyntaxKind.ThisKeyword) {
    const container = ancestorOf(expression, ts.isClassLike);
    return container && classMember(tree, container, name, depth);
  }
  const binding = ts.isIdentifier(expression) ? declaredBindingOf(tree, expression) : undefined;
  if (binding?.kind === 'module') return nodeOfBinding(tree, exportOf(tree, binding.file, name), depth + 1);
  const value = valueNodeOf(tree, expression, depth + 1);
  return value && memberOfValue(tree, value, name, depth);
}

function memberOfValue(tree: SourceTree, value: ts.Node, name: string, depth: number): ts.Node | undefined {
  if (ts.isObjectLiteralExpression(value)) {
    const property = propertyOf(value, name);
    return property && !ts.isMethodDeclaration(property) ? valueNodeOf(tree, property, depth + 1) : property;
  }
  if (ts.isClassLike(value)) return classMember(tree, value, name, depth);
  const declared = ts.isNewExpression(value)
    ? valueNodeOf(tree, value.expression, depth + 1)
    : typeOf(tree, value, depth);
  return declared && ts.isClassLike(declared) ? classMember(tree, declared, name, depth) : undefined;
}

/** The class that a parameter or property is annotated with. */
function typeOf(tree: SourceTree, value: ts.Node, depth: number): ts.Node | undefined {
  const type =
    (ts.isParameter(value) || ts.isPropertyDeclaration(value) || ts.isVariableDeclaration(value)) && value.type;
  return type && ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)
    ? nodeOfBinding(tree, bindingOf(tree, type.typeName), depth + 1)
    : undefined;
}

function classMember(
  tree: SourceTree,
  container: ts.ClassLikeDeclaration,
  name: string,
  depth: number,
): ts.Node | undefined {
  for (const member of container.members) {
    if (ts.isConstructorDeclaration(member)) {
      const parameter = member.parameters.find(
        (one) =>
          ts.isIdentifier(one.name) &&
          one.name.text === name &&
          ts.canHaveModifiers(one) &&
          (ts.getModifiers(one)?.length ?? 0) > 0,
      );
      if (parameter) return parameter;
    }
    if (!member.name || !ts.isIdentifier(member.name) || member.name.text !== name) continue;
    if (ts.isPropertyDeclaration(member) && member.initializer) return valueNodeOf(tree, member.initializer, depth + 1);
    if (ts.isPropertyDeclaration(member)) return assignedInConstructor(tree, container, name, depth) ?? member;
    return member;
  }
  return assignedInConstructor(tree, container, name, depth);
}

function assignedInConstructor(
  tree: SourceTree,
  container: ts.ClassLikeDeclaration,
  name: string,
  depth: number,
): ts.Node | undefined {
  for (const member of container.members) {
    if (!ts.isConstructorDeclaration(member)) continue;
    for (const statement of member.body?.statements ?? []) {
      if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
      const { left, right } = statement.expression;
      if (
        ts.isPropertyAccessExpression(left) &&
        left.expression.kind === ts.SyntaxKind.ThisKeyword &&
        left.name.text === name
      )
        return valueNodeOf(tree, right, depth + 1);
    }
  }
  return undefined;
}
