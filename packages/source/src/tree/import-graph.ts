import { ts } from 'ts-morph';

import { walk } from '../syntax/walk.ts';
import type { SourceTree } from './source-tree.ts';

/** The modules a file loads: static imports, re-exports, `import('literal')` and `require('literal')`. Type-only imports load nothing. */
export function importedSpecifiers(source: ts.SourceFile): string[] {
  const specifiers = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && !isTypeOnlyImport(statement))
      addLiteral(statement.moduleSpecifier, specifiers);
    else if (ts.isExportDeclaration(statement) && !statement.isTypeOnly)
      addLiteral(statement.moduleSpecifier, specifiers);
    else if (
      ts.isImportEqualsDeclaration(statement) &&
      !statement.isTypeOnly &&
      ts.isExternalModuleReference(statement.moduleReference)
    ) {
      addLiteral(statement.moduleReference.expression, specifiers);
    }
  }
  if (/\b(?:require|import)\s*\(/u.test(source.text)) addCalls(source, specifiers);
  return [...specifiers];
}

function isTypeOnlyImport(statement: ts.ImportDeclaration): boolean {
  const clause = statement.importClause;
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name || !bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

function addLiteral(node: ts.Node | undefined, specifiers: Set<string>): void {
  if (node && ts.isStringLiteralLike(node)) specifiers.add(node.text);
}

function addCalls(source: ts.SourceFile, specifiers: Set<string>): void {
  walk(source, (node) => {
    if (!ts.isCallExpression(node)) return;
    const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
    if (isImport || isRequire) addLiteral(node.arguments[0], specifiers);
  });
}

/** Which project files a file loads, directly and through others. */
export interface ImportGraph {
  importsOf(file: string): readonly string[];
  /** Every project file reached from a file, itself left out, sorted. */
  reachedFrom(file: string): readonly string[];
}

/** Builds the graph on demand: a file is parsed when it is first asked about. */
export function importGraphOf(tree: SourceTree): ImportGraph {
  const direct = new Map<string, readonly string[]>();
  function importsOf(file: string): readonly string[] {
    const known = direct.get(file);
    if (known) return known;
    const source = tree.source(file);
    const found = source
      ? importedSpecifiers(source).flatMap((specifier) => tree.resolveModule(file, specifier) ?? [])
      : [];
    direct.set(file, found);
    return found;
  }
  function reachedFrom(file: string): readonly string[] {
    const seen = new Set<string>([file]);
    const queue = [file];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const imported of importsOf(next)) {
        if (seen.has(imported)) continue;
        seen.add(imported);
        queue.push(imported);
      }
    }
    seen.delete(file);
    return [...seen].sort();
  }
  return { importsOf, reachedFrom };
}
