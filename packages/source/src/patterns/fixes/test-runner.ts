import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import type { PatternContext } from '../pattern-context.ts';
import { indentUnitOf, newlineOf } from './statements.ts';

/** Packages whose `test`, hooks and mocks a file may import. */
const MODULES = /^(?:vitest|@jest\/globals|node:test|@playwright\/test)$/u;
const WORDS = new Set(['test', 'it', 'describe', 'suite', 'expect', 'vi', 'jest', 'mock']);

/** The package that gives a file its tests; `undefined` when they are globals, `other` when that cannot be told. */
export function runnerModuleOf(context: PatternContext): string | undefined {
  for (const statement of context.source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const { text } = statement.moduleSpecifier;
    if (MODULES.test(text)) return text;
    if (namesOf(statement).some((name) => WORDS.has(name))) return 'other';
  }
  return undefined;
}

/** Whether a file's tests are Vitest's: imported, or globals in a file that says `vi`. */
export function isVitestFile(context: PatternContext): boolean {
  const module = runnerModuleOf(context);
  return module === 'vitest' || (module === undefined && [...context.called].some((name) => name.startsWith('vi.')));
}

function namesOf(statement: ts.ImportDeclaration): readonly string[] {
  const bindings = statement.importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements.map((one) => one.name.text) : [];
}

/**
 * The edits that make names of the runner known in a file: none where they are imported already or are globals, an
 * addition to the import of the runner else. `undefined` when a name means something else here.
 */
export function importEditsFor(context: PatternContext, names: readonly string[]): readonly TextEdit[] | undefined {
  const module = runnerModuleOf(context);
  if (module === 'other') return undefined;
  const declared = new Set(
    context.source.statements.flatMap((one) => (ts.isImportDeclaration(one) ? namesOf(one) : [])),
  );
  const taken = names.filter((name) => !declared.has(name) && isDeclared(context, name));
  if (taken.length > 0) return undefined;
  const missing = names.filter((name) => !declared.has(name));
  if (module === undefined || missing.length === 0) return [];
  const last = lastNameOf(context, module);
  return last && missing.map((name) => ({ start: last.getEnd(), end: last.getEnd(), newText: `, ${name}` }));
}

/** The last name that a file imports from a package as a value. */
function lastNameOf(context: PatternContext, module: string): ts.ImportSpecifier | undefined {
  for (const statement of context.source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const clause = statement.importClause;
    const bindings = clause?.namedBindings;
    if (statement.moduleSpecifier.text !== module || !bindings || !ts.isNamedImports(bindings)) continue;
    if (clause.phaseModifier === undefined) return bindings.elements.at(-1);
  }
  return undefined;
}

function isDeclared(context: PatternContext, name: string): boolean {
  return context.source.statements.some(
    (statement) =>
      (ts.isVariableStatement(statement) &&
        statement.declarationList.declarations.some((one) => one.name.getText() === name)) ||
      (ts.isFunctionDeclaration(statement) && statement.name?.text === name) ||
      (ts.isImportDeclaration(statement) && statement.importClause?.name?.text === name),
  );
}

/** A hook of the whole file and what it does, one statement a line. */
export interface FileHook {
  readonly kind: 'beforeEach' | 'afterEach' | 'afterAll';
  readonly lines: readonly string[];
  readonly isAsync?: boolean;
  /** Further names of the runner that the lines use. */
  readonly uses?: readonly string[];
}

/**
 * The edits that add hooks to a file, each after the imports, with the names that they need. Two fixes that want the same
 * hook get the same edits. `undefined` where it is not known how the runner's names come into the file.
 */
export function hookEditsFor(context: PatternContext, hooks: readonly FileHook[]): readonly TextEdit[] | undefined {
  const names = [...new Set(hooks.flatMap((hook) => [hook.kind, ...(hook.uses ?? [])]))];
  const imports = importEditsFor(context, names);
  return imports && [...imports, ...hooks.map((hook) => topLevelEdit(context, hookLines(context, hook)))];
}

function hookLines(context: PatternContext, { kind, lines, isAsync = false }: FileHook): readonly string[] {
  const unit = indentUnitOf(context.source);
  return [`${kind}(${isAsync ? 'async ' : ''}() => {`, ...lines.map((line) => `${unit}${line}`), '});'];
}

/** Adds a statement after the imports of a file, with an empty line before it. */
export function topLevelEdit(context: PatternContext, lines: readonly string[]): TextEdit {
  const { source } = context;
  const newline = newlineOf(source);
  const text = lines.join(newline);
  const last = source.statements.findLast((one) => ts.isImportDeclaration(one));
  const [first] = source.statements;
  if (!last) {
    const start = first?.getStart() ?? source.text.length;
    return { start, end: start, newText: `${text}${newline}${newline}` };
  }
  const rest = /^[^\r\n]*/u.exec(source.text.slice(last.getEnd()))?.[0] ?? '';
  const start = last.getEnd() + (/^[ \t]*(?:\/\/.*)?$/u.test(rest) ? rest.length : 0);
  return { start, end: start, newText: `${newline}${newline}${text}` };
}
