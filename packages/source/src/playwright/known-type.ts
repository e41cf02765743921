import { ts } from 'ts-morph';

import { type Binding, exportOf } from '../tree/binding.ts';
import { declaredBinding, declaredBindingOf } from '../tree/declared.ts';
import { isPlaywrightModule } from '../tree/runner-modules.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { FOREIGN, type Known, playwright } from './known-value.ts';
import { TYPE_KINDS } from './members.ts';

const WRAPPERS = new Set(['Promise', 'Readonly', 'Required', 'Partial', 'Awaited', 'NonNullable', 'Omit', 'Pick']);
const MOST_DEPTH = 6;
const LISTS = new Set(['Array', 'ReadonlyArray', 'Iterable']);

/** What a written type says of a value. Names are followed to their import, so another library's `Page` is foreign. */
export function knownOfType(tree: SourceTree, type: ts.TypeNode, depth = 0): Known | undefined {
  if (depth > MOST_DEPTH) return undefined;
  if (ts.isParenthesizedTypeNode(type)) return knownOfType(tree, type.type, depth + 1);
  if (ts.isArrayTypeNode(type)) return listOf(knownOfType(tree, type.elementType, depth + 1));
  if (ts.isTypeOperatorNode(type)) return knownOfType(tree, type.type, depth + 1);
  if (ts.isUnionTypeNode(type)) return firstKnown(tree, type.types, depth);
  if (ts.isIntersectionTypeNode(type)) return together(tree, type.types, depth);
  if (ts.isTypeLiteralNode(type)) return { is: 'shape', members: type.members };
  if (ts.isImportTypeNode(type)) return importedType(tree, type, depth);
  if (ts.isTypeReferenceNode(type)) return referencedType(tree, type, depth);
  return ts.isTypeQueryNode(type) || ts.isIndexedAccessTypeNode(type) ? undefined : FOREIGN;
}

function firstKnown(tree: SourceTree, types: readonly ts.TypeNode[], depth: number): Known | undefined {
  const known = types.map((one) => knownOfType(tree, one, depth + 1));
  return known.find((one) => one && one.is !== 'foreign') ?? known.find((one) => one !== undefined);
}

/** `PlaywrightTestArgs & ShopFixtures`: the members of all that have any. */
function together(tree: SourceTree, types: readonly ts.TypeNode[], depth: number): Known | undefined {
  const known = types.map((one) => knownOfType(tree, one, depth + 1));
  const members = known.flatMap((one) => (one?.is === 'shape' ? one.members : []));
  const other = known.find((one) => one && one.is !== 'foreign' && one.is !== 'shape');
  return other ?? (members.length > 0 ? { is: 'shape', members } : known.find((one) => one !== undefined));
}

function listOf(value: Known | undefined): Known | undefined {
  return value?.is === 'playwright' ? { ...value, list: true } : value && FOREIGN;
}

/** `import('@playwright/test').Page`, also in JSDoc. */
function importedType(tree: SourceTree, type: ts.ImportTypeNode, depth: number): Known | undefined {
  const { qualifier } = type;
  const name = qualifier && (ts.isIdentifier(qualifier) ? qualifier : leftmost(qualifier)).text;
  const binding = name === undefined ? undefined : importedBinding(tree, type, name);
  if (!binding) return undefined;
  return binding.kind === 'external' && isPlaywrightModule(binding.module)
    ? kindOfExport(binding.name)
    : typeOfBinding(tree, binding, depth);
}

function importedBinding(tree: SourceTree, type: ts.ImportTypeNode, name: string): Binding | undefined {
  const { argument } = type;
  if (!ts.isLiteralTypeNode(argument) || !ts.isStringLiteralLike(argument.literal)) return undefined;
  const module = argument.literal.text;
  const from = tree.fileOf(type);
  const file = tree.resolveModule(from, module);
  if (file !== undefined) return exportOf(tree, file, name);
  return declaredBinding(tree, { kind: 'external', module, name, from });
}

/** The name of a type of Playwright's own and what it is given: `TestType<Fixtures, {}>`; `undefined` for any other type. */
export function playwrightTypeOf(
  tree: SourceTree,
  type: ts.TypeNode,
): { readonly name: string; readonly given: readonly ts.TypeNode[] } | undefined {
  const given = ts.isImportTypeNode(type) || ts.isTypeReferenceNode(type) ? (type.typeArguments ?? []) : [];
  if (ts.isImportTypeNode(type)) {
    const binding = type.qualifier && importedBinding(tree, type, leftmost(type.qualifier).text);
    return binding?.kind === 'external' && isPlaywrightModule(binding.module)
      ? { name: binding.name, given }
      : undefined;
  }
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined;
  const binding = declaredBindingOf(tree, type.typeName);
  return binding?.kind === 'external' && isPlaywrightModule(binding.module) ? { name: binding.name, given } : undefined;
}

function referencedType(tree: SourceTree, type: ts.TypeReferenceNode, depth: number): Known | undefined {
  const name = type.typeName;
  const first = type.typeArguments?.[0];
  const text = ts.isIdentifier(name) ? name.text : name.right.text;
  if (ts.isIdentifier(name) && first && WRAPPERS.has(text)) {
    const inner = knownOfType(tree, first, depth + 1);
    return text === 'Promise' && inner?.is === 'playwright' ? { ...inner, promised: true } : inner;
  }
  if (ts.isIdentifier(name) && first && LISTS.has(text)) return listOf(knownOfType(tree, first, depth + 1));
  return namedType(tree, name, depth);
}

/** The type behind `Page`, `ShopPage` and `kit.ShopPage`. */
function namedType(tree: SourceTree, name: ts.EntityName, depth: number): Known | undefined {
  const isWhole = ts.isIdentifier(name);
  const binding = declaredBindingOf(tree, isWhole ? name : leftmost(name));
  if (!binding) return FOREIGN;
  const text = isWhole ? name.text : name.right.text;
  if (binding.kind === 'external')
    return isPlaywrightModule(binding.module) ? kindOfExport(isWhole ? binding.name : text) : FOREIGN;
  const member = binding.kind === 'module' ? exportOf(tree, binding.file, text) : binding;
  return member && typeOfBinding(tree, member, depth);
}

function typeOfBinding(tree: SourceTree, binding: Binding, depth: number): Known | undefined {
  if (binding.kind === 'external') return FOREIGN;
  return binding.kind === 'node' ? declaredType(tree, binding.node, depth) : undefined;
}

function kindOfExport(name: string): Known {
  const kind = TYPE_KINDS[name];
  return kind ? playwright(kind) : FOREIGN;
}

function declaredType(tree: SourceTree, node: ts.Node, depth: number): Known | undefined {
  if (ts.isClassLike(node)) return { is: 'instance', declaration: node };
  if (ts.isInterfaceDeclaration(node)) return { is: 'shape', members: membersOf(tree, node, depth) };
  return ts.isTypeAliasDeclaration(node) ? knownOfType(tree, node.type, depth + 1) : FOREIGN;
}

/** The members of an interface, then those of what it extends. */
function membersOf(tree: SourceTree, node: ts.InterfaceDeclaration, depth: number): readonly ts.TypeElement[] {
  const parents = node.heritageClauses?.flatMap((clause) => [...clause.types]) ?? [];
  const inherited = parents.flatMap(({ expression }) => {
    const isFollowed = ts.isIdentifier(expression) && depth < MOST_DEPTH;
    const binding = isFollowed ? declaredBindingOf(tree, expression) : undefined;
    const shape = binding && typeOfBinding(tree, binding, depth + 1);
    return shape?.is === 'shape' ? shape.members : [];
  });
  return [...node.members, ...inherited];
}

function leftmost(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : leftmost(name.left);
}
