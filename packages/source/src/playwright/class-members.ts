import { ts } from 'ts-morph';

import { unwrapped } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { valueNodeOf } from '../tree/values.ts';

/** What stands for a member: its declaration, a parameter of the constructor that is one, or what the constructor assigns. */
export type ClassMember = ts.ClassElement | ts.ParameterDeclaration | ts.Expression;

const MOST_PARENTS = 6;

/** A member of a class or of what it extends; of a property that only the constructor names, what it assigns. */
export function memberNamed(
  tree: SourceTree,
  declaration: ts.ClassLikeDeclaration,
  name: string,
  depth = 0,
): ClassMember | undefined {
  const own = declaration.members.find((member) => member.name?.getText() === name);
  if (own) return own;
  const constructor = declaration.members.find((member) => ts.isConstructorDeclaration(member));
  const parameter = constructor?.parameters.find(
    (one) => one.name.getText() === name && (ts.getModifiers(one)?.length ?? 0) > 0,
  );
  if (parameter) return parameter;
  const parent = declaration.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const base = parent && depth < MOST_PARENTS ? valueNodeOf(tree, parent.expression) : undefined;
  const assigned = assignedInConstructor(declaration, name);
  return assigned ?? (base && ts.isClassLike(base) ? memberNamed(tree, base, name, depth + 1) : undefined);
}

/** What the constructor of a class assigns to `this.name`. */
export function assignedInConstructor(declaration: ts.ClassLikeDeclaration, name: string): ts.Expression | undefined {
  const constructor = declaration.members.find((member) => ts.isConstructorDeclaration(member));
  for (const statement of constructor?.body?.statements ?? []) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, right } = statement.expression;
    if (left.getText() === `this.${name}`) return unwrapped(right);
  }
  return undefined;
}
