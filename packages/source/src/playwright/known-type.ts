import { ts } from 'ts-morph';

import { bindingOf } from '../tree/binding.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { FOREIGN, type Known, playwright } from './known-value.ts';
import { TYPE_KINDS } from './members.ts';

const WRAPPERS = new Set(['Promise', 'Readonly', 'Required', 'Partial', 'Awaited', 'NonNullable']);
const LISTS = new Set(['Array', 'ReadonlyArray', 'Iterable']);

/** What a written type says of a value. Names are followed to their import, so another library's `Page` is foreign. */
export function knownOfType(tree: SourceTree, type: ts.TypeNode, depth = 0): Known | undefined {
  if (depth > 6) return undefined;
  if (ts.isParenthesizedTypeNode(type)) return knownOfType(tree, type.type, depth + 1);
  if (ts.isArrayTypeNode(type)) return listOf(knownOfType(tree, type.elementType, depth + 1));
  if (ts.isTypeOperatorNode(type)) return knownOfType(tree, type.type, depth + 1);
  if (ts.isUnionTypeNode(type)) return firstKnown(tree, type.types, depth);
  if (ts.isIntersectionTypeNode(type)) return firstKnown(tree, type.types, depth);
  if (ts.isTypeLiteralNode(type)) return { is: 'shape', members: type.members };
  if (ts.isImportTypeNode(type)) return importedType(type);
  if (ts.isTypeReferenceNode(type)) return referencedType(tree, type, depth);
  return ts.isTypeQueryNode(type) || ts.isIndexedAccessTypeNode(type) ? undefined : FOREIGN;
}

function firstKnown(tree: SourceTree, types: readonly ts.TypeNode[], depth: number): Known | undefined {
  const known = types.map((one) => knownOfType(tree, one, depth + 1));
  return known.find((one) => one && one.is !== 'foreign') ?? known.find((one) => one !== undefined);
}

function listOf(value: Known | undefined): Known | undefined {
  return value?.is === 'playwright' ? { ...value, list: true } : value && FOREIGN;
}

/** `import('@playwright/test').Page`, also in JSDoc. */
function importedType(type: ts.ImportTypeNode): Known | undefined {
  const { argument, qualifier } = type;
  const module =
    ts.isLiteralTypeNode(argument) && ts.isStringLiteralLike(argument.literal) ? argument.literal.text : '';
  const kind = qualifier && TYPE_KINDS[qualifier.getText()];
  return isPlaywrightModule(module) ? kind && playwright(kind) : undefined;
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
  const root = ts.isIdentifier(name) ? name : leftmost(name);
  const binding = bindingOf(tree, root);
  if (!binding) return FOREIGN;
  if (binding.kind === 'external')
    return isPlaywrightModule(binding.module) ? kindOfExport(ts.isIdentifier(name) ? binding.name : text) : FOREIGN;
  return binding.kind === 'node' ? declaredType(tree, binding.node, depth) : undefined;
}

function kindOfExport(name: string): Known {
  const kind = TYPE_KINDS[name];
  return kind ? playwright(kind) : FOREIGN;
}

function declaredType(tree: SourceTree, node: ts.Node, depth: number): Known | undefined {
  if (ts.isClassLike(node)) return { is: 'instance', declaration: node };
  if (ts.isInterfaceDeclaration(node)) return { is: 'shape', members: [...node.members] };
  return ts.isTypeAliasDeclaration(node) ? knownOfType(tree, node.type, depth + 1) : FOREIGN;
}

function leftmost(name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : leftmost(name.left);
}

/** Packages that export Playwright's own types and test functions. */
export function isPlaywrightModule(module: string): boolean {
  return /(?:^|\/)playwright(?:-core|-bdd|-chromium|-firefox|-webkit)?(?:\/|$)|^@playwright\//u.test(module);
}

/** Packages whose fixtures and globals are surely not Playwright's, although their names may be the same. */
export function isOtherRunner(module: string): boolean {
  return /^(?:vitest|@vitest\/.+|jest|@jest\/globals|mocha|node:test|bun:test|ava|cypress|puppeteer(?:-core)?|webdriverio|@wdio\/.+)$/u.test(
    module,
  );
}
