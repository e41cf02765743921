import { ts } from 'ts-morph';

import { propertyOf } from '../syntax/call.ts';
import { type Declaration, declarationOf, namesIn } from '../syntax/scope.ts';
import { unwrapped } from '../syntax/walk.ts';
import type { SourceTree } from './source-tree.ts';

/** What a name means: a node of the project, a whole project module, or something that a package exports. */
export type Binding =
  | { readonly kind: 'node'; readonly node: Declaration | ts.Expression }
  | { readonly kind: 'module'; readonly file: string }
  | ExternalBinding;

/** Something that a package exports. */
export interface ExternalBinding {
  readonly kind: 'external';
  readonly module: string;
  readonly name: string;
  /** The file that imports it. */
  readonly from: string;
}

/** Names that mean a module itself. */
const WHOLE = '*';

/** What an identifier means, followed through imports and re-exports of the project. `undefined` for a global. */
export function bindingOf(tree: SourceTree, identifier: ts.Identifier): Binding | undefined {
  const known = bindings.get(identifier);
  if (known !== undefined) return known ?? undefined;
  const declaration = declarationOf(identifier);
  const binding = declaration && followDeclaration(tree, declaration, identifier.text, new Set());
  bindings.set(identifier, binding ?? null);
  return binding;
}

/** `null`: a global. A node belongs to one tree, so the tree is no part of the key. */
const bindings = new WeakMap<ts.Identifier, Binding | null>();

/** What a module exports under a name. */
export function exportOf(tree: SourceTree, file: string, name: string): Binding | undefined {
  return followExport(tree, file, name, new Set());
}

/** The module and exported name when an identifier comes from a package; `undefined` when it is the project's own. */
export function externalOf(
  tree: SourceTree,
  identifier: ts.Identifier,
): { readonly module: string; readonly name: string } | undefined {
  const binding = bindingOf(tree, identifier);
  return binding?.kind === 'external' ? binding : undefined;
}

function followDeclaration(
  tree: SourceTree,
  declaration: Declaration,
  name: string,
  seen: Set<string>,
): Binding | undefined {
  const path = importPath(declaration);
  if (path) return imported(tree, path.declaration, path.name, seen);
  if (ts.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    const specifier =
      ts.isExternalModuleReference(reference) && ts.isStringLiteralLike(reference.expression)
        ? reference.expression.text
        : undefined;
    return specifier === undefined ? undefined : moduleMember(tree, declaration, specifier, WHOLE, seen);
  }
  if (ts.isBindingElement(declaration)) return followElement(tree, declaration, name, seen);
  const required =
    ts.isVariableDeclaration(declaration) && declaration.initializer
      ? requiredModule(declaration.initializer)
      : undefined;
  return required
    ? moduleMember(tree, declaration, required.specifier, required.member ?? WHOLE, seen)
    : { kind: 'node', node: declaration };
}

/** The import that a name is declared by, and the exported name it stands for. */
function importPath(declaration: Declaration): { readonly declaration: ts.Node; readonly name: string } | undefined {
  if (ts.isImportClause(declaration)) return { declaration: declaration.parent, name: 'default' };
  if (ts.isNamespaceImport(declaration)) return { declaration: declaration.parent.parent, name: WHOLE };
  if (!ts.isImportSpecifier(declaration)) return undefined;
  return { declaration: declaration.parent.parent.parent, name: (declaration.propertyName ?? declaration.name).text };
}

function followElement(tree: SourceTree, element: ts.BindingElement, name: string, seen: Set<string>): Binding {
  const owner = element.parent.parent;
  const key = element.propertyName && ts.isIdentifier(element.propertyName) ? element.propertyName.text : name;
  if (ts.isVariableDeclaration(owner) && owner.initializer) {
    const required = requiredModule(owner.initializer);
    if (required) return moduleMember(tree, owner, required.specifier, key, seen) ?? { kind: 'node', node: element };
  }
  return { kind: 'node', node: element };
}

/** `require('x')`, `require('x').y` and `await import('x')`. */
export function requiredModule(
  expression: ts.Expression,
): { readonly specifier: string; readonly member?: string } | undefined {
  let node = unwrapped(expression);
  let member: string | undefined;
  if (ts.isPropertyAccessExpression(node)) {
    member = node.name.text;
    node = unwrapped(node.expression);
  }
  if (ts.isAwaitExpression(node)) node = unwrapped(node.expression);
  if (!ts.isCallExpression(node)) return undefined;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  const argument = node.arguments[0];
  if (
    !argument ||
    !ts.isStringLiteralLike(argument) ||
    !(isRequire || node.expression.kind === ts.SyntaxKind.ImportKeyword)
  )
    return undefined;
  return member === undefined ? { specifier: argument.text } : { specifier: argument.text, member };
}

function imported(tree: SourceTree, declaration: ts.Node, name: string, seen: Set<string>): Binding | undefined {
  if (!ts.isImportDeclaration(declaration) || !ts.isStringLiteralLike(declaration.moduleSpecifier)) return undefined;
  return moduleMember(tree, declaration, declaration.moduleSpecifier.text, name, seen);
}

function moduleMember(
  tree: SourceTree,
  from: ts.Node,
  specifier: string,
  name: string,
  seen: Set<string>,
): Binding | undefined {
  const asking = tree.fileOf(from);
  const file =
    tree.resolveModule(asking, specifier) ??
    (specifier.startsWith('.') ? tree.resolveDeclaration(asking, specifier) : undefined);
  if (file === undefined) return { kind: 'external', module: specifier, name, from: asking };
  return followExport(tree, file, name, seen);
}

function followExport(tree: SourceTree, file: string, name: string, seen: Set<string>): Binding | undefined {
  const key = `${file}\0${name}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const source = tree.source(file);
  if (!source) return undefined;
  if (name === WHOLE) return commonJsValue(tree, source, undefined, seen) ?? { kind: 'module', file };
  for (const statement of source.statements) {
    const found = exportIn(tree, source, statement, name, seen);
    if (found) return found;
  }
  return (
    starExport(tree, source, name, seen) ??
    commonJsValue(tree, source, name, seen) ??
    (name === 'default' ? commonJsValue(tree, source, undefined, seen) : undefined)
  );
}

function exportIn(
  tree: SourceTree,
  source: ts.SourceFile,
  statement: ts.Statement,
  name: string,
  seen: Set<string>,
): Binding | undefined {
  if (ts.isExportAssignment(statement))
    return name === 'default' ? valueOf(tree, statement.expression, seen) : undefined;
  if (ts.isExportDeclaration(statement)) return namedExport(tree, source, statement, name, seen);
  if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return undefined;
  if (hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) {
    const isValue = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    return name === 'default' && isValue ? { kind: 'node', node: statement } : undefined;
  }
  const declaration = namesIn(source).get(name);
  return declaration && declares(statement, declaration) ? followDeclaration(tree, declaration, name, seen) : undefined;
}

function hasModifier(statement: ts.Statement, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(statement) && (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === kind)
  );
}

function declares(statement: ts.Statement, declaration: ts.Node): boolean {
  for (let node: ts.Node | undefined = declaration; node; node = node.parent) if (node === statement) return true;
  return false;
}

function namedExport(
  tree: SourceTree,
  source: ts.SourceFile,
  statement: ts.ExportDeclaration,
  name: string,
  seen: Set<string>,
): Binding | undefined {
  const clause = statement.exportClause;
  const specifier =
    statement.moduleSpecifier && ts.isStringLiteralLike(statement.moduleSpecifier)
      ? statement.moduleSpecifier.text
      : undefined;
  if (!clause) return undefined;
  if (ts.isNamespaceExport(clause))
    return clause.name.text === name && specifier !== undefined
      ? moduleMember(tree, source, specifier, WHOLE, seen)
      : undefined;
  const element = clause.elements.find((one) => one.name.text === name);
  if (!element) return undefined;
  const local = (element.propertyName ?? element.name).text;
  if (specifier !== undefined) return moduleMember(tree, source, specifier, local, seen);
  const declaration = namesIn(source).get(local);
  return declaration && followDeclaration(tree, declaration, local, seen);
}

function starExport(tree: SourceTree, source: ts.SourceFile, name: string, seen: Set<string>): Binding | undefined {
  if (name === 'default') return undefined;
  let external: Binding | undefined;
  for (const statement of source.statements) {
    if (
      !ts.isExportDeclaration(statement) ||
      statement.exportClause ||
      !statement.moduleSpecifier ||
      !ts.isStringLiteralLike(statement.moduleSpecifier)
    )
      continue;
    const found = moduleMember(tree, source, statement.moduleSpecifier.text, name, seen);
    if (found?.kind === 'external') external ??= found;
    else if (found) return found;
  }
  return external;
}

/** `module.exports = x`, `module.exports = { name: x }`, `exports.name = x`. */
function commonJsValue(
  tree: SourceTree,
  source: ts.SourceFile,
  name: string | undefined,
  seen: Set<string>,
): Binding | undefined {
  if (!source.text.includes('exports')) return undefined;
  for (const statement of source.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    if (statement.expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) continue;
    const value = assignedExport(statement.expression, name);
    if (value) return valueOf(tree, value, seen);
  }
  return undefined;
}

/** The value that an assignment exports: as the whole module when no name is asked for. */
function assignedExport({ left, right }: ts.BinaryExpression, name: string | undefined): ts.Expression | undefined {
  const target = left.getText();
  if (name === undefined) return target === 'module.exports' ? right : undefined;
  if (target === `exports.${name}` || target === `module.exports.${name}`) return right;
  const value =
    target === 'module.exports' && ts.isObjectLiteralExpression(right) ? propertyOf(right, name) : undefined;
  return value && !ts.isMethodDeclaration(value) ? value : undefined;
}

function valueOf(tree: SourceTree, expression: ts.Expression, seen: Set<string>): Binding | undefined {
  const node = unwrapped(expression);
  if (!ts.isIdentifier(node)) return { kind: 'node', node };
  const declaration = declarationOf(node);
  return declaration && followDeclaration(tree, declaration, node.text, seen);
}
