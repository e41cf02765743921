import { ts } from 'ts-morph';

import type { SourceTree } from '../tree/source-tree.ts';
import { knownOfType } from './known-type.ts';
import type { Known } from './known-value.ts';

type Shape = Extract<Known, { is: 'shape' }>;

/** What a property of a value holds whose members are declared by a type. */
export function memberOfShape(tree: SourceTree, shape: Shape, name: string): Known | undefined {
  const member = named(shape, name);
  const type =
    member && (ts.isPropertySignature(member) || ts.isGetAccessorDeclaration(member)) ? member.type : undefined;
  return type && knownOfType(tree, type);
}

/** What calling a member of such a value gives. */
export function resultOfShape(tree: SourceTree, shape: Shape, name: string): Known | undefined {
  const member = named(shape, name);
  if (!member) return undefined;
  if (ts.isMethodSignature(member)) return member.type && knownOfType(tree, member.type);
  return ts.isPropertySignature(member) && member.type ? resultOfType(tree, member.type) : undefined;
}

/** What calling a value of a written function type gives: `() => Locator`. */
export function resultOfType(tree: SourceTree, type: ts.TypeNode): Known | undefined {
  const inner = ts.isParenthesizedTypeNode(type) ? type.type : type;
  return ts.isFunctionTypeNode(inner) ? knownOfType(tree, inner.type) : undefined;
}

function named({ members }: Shape, name: string): ts.TypeElement | undefined {
  return members.find((one) => one.name?.getText() === name);
}
