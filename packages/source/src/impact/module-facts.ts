import { ts } from 'ts-morph';

import { type ModuleUnits, moduleUnitsOf } from './module-units.ts';

/** A name of another module, `*` for the module itself. */
export interface ForeignName {
  readonly specifier: string;
  readonly name: string;
}

/** What a module exports under a name: a name of its own, or one of another module. */
type ExportedName = { readonly local: string } | ForeignName;

/** What one module says of itself, without a look at any other. */
export interface ModuleFacts {
  readonly source: ts.SourceFile;
  readonly units: ModuleUnits;
  /** Local name → what it stands for; what only types use is left out. */
  readonly imports: ReadonlyMap<string, ForeignName>;
  readonly exports: ReadonlyMap<string, ExportedName>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  /** Specifiers of the modules that are loaded with it. */
  readonly loads: ReadonlySet<string>;
  /** Those of them that are imported for their effects alone: `import './setup'`. */
  readonly effects: ReadonlySet<string>;
}

interface OpenFacts {
  readonly imports: Map<string, ForeignName>;
  readonly exports: Map<string, ExportedName>;
  readonly stars: string[];
  readonly loads: Set<string>;
  readonly effects: Set<string>;
}

/** Reads a module. `lazy`: see `moduleUnitsOf`. */
export function moduleFactsOf(source: ts.SourceFile, options: { readonly lazy?: boolean } = {}): ModuleFacts {
  const facts: OpenFacts = { imports: new Map(), exports: new Map(), stars: [], loads: new Set(), effects: new Set() };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) addImport(statement, facts);
    else if (ts.isImportEqualsDeclaration(statement)) addImportEquals(statement, facts);
    else if (ts.isExportDeclaration(statement)) addExport(statement, facts);
    else addExportedDeclarations(statement, facts);
  }
  return { source, units: moduleUnitsOf(source, options), ...facts };
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function addImport({ importClause: clause, moduleSpecifier }: ts.ImportDeclaration, facts: OpenFacts): void {
  const specifier = textOf(moduleSpecifier);
  if (specifier === undefined || clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  if (!clause) facts.effects.add(specifier);
  const names = clause ? valuesOf(clause) : [];
  for (const { local, name } of names) facts.imports.set(local, { specifier, name });
  // `import { type A }` loads nothing, `import {}` and `import 'x'` do.
  const bindings = clause?.namedBindings;
  const isOfTypes = bindings && ts.isNamedImports(bindings) && bindings.elements.length > 0 && names.length === 0;
  if (!isOfTypes) facts.loads.add(specifier);
}

/** The names that an import brings in for values. */
function valuesOf(clause: ts.ImportClause): readonly { readonly local: string; readonly name: string }[] {
  const { name, namedBindings } = clause;
  const whole = name ? [{ local: name.text, name: 'default' }] : [];
  if (!namedBindings) return whole;
  if (ts.isNamespaceImport(namedBindings)) return [...whole, { local: namedBindings.name.text, name: '*' }];
  const values = namedBindings.elements.filter((one) => !one.isTypeOnly);
  return [...whole, ...values.map((one) => ({ local: one.name.text, name: (one.propertyName ?? one.name).text }))];
}

function addImportEquals(statement: ts.ImportEqualsDeclaration, facts: OpenFacts): void {
  const reference = statement.moduleReference;
  if (statement.isTypeOnly || !ts.isExternalModuleReference(reference)) return;
  const specifier = textOf(reference.expression);
  if (specifier === undefined) return;
  facts.imports.set(statement.name.text, { specifier, name: '*' });
  facts.loads.add(specifier);
}

function addExport({ exportClause, moduleSpecifier, isTypeOnly }: ts.ExportDeclaration, facts: OpenFacts): void {
  if (isTypeOnly) return;
  const specifier = textOf(moduleSpecifier);
  if (!exportClause) {
    if (specifier !== undefined) facts.stars.push(specifier);
  } else if (ts.isNamespaceExport(exportClause)) {
    if (specifier !== undefined) facts.exports.set(exportClause.name.text, { specifier, name: '*' });
  } else {
    const elements = exportClause.elements.filter((one) => !one.isTypeOnly);
    if (elements.length === 0 && exportClause.elements.length > 0) return;
    for (const one of elements) {
      const name = (one.propertyName ?? one.name).text;
      facts.exports.set(one.name.text, specifier === undefined ? { local: name } : { specifier, name });
    }
  }
  if (specifier !== undefined) facts.loads.add(specifier);
}

function addExportedDeclarations(statement: ts.Statement, facts: OpenFacts): void {
  if (ts.isExportAssignment(statement)) facts.exports.set('default', { local: 'default' });
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return;
  const isDefault = modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  for (const name of declaredNames(statement)) facts.exports.set(isDefault ? 'default' : name, { local: name });
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => namesOfBinding(name));
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return [statement.name?.text ?? 'default'];
  return ts.isEnumDeclaration(statement) ? [statement.name.text] : [];
}

function namesOfBinding(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOfBinding(element.name) : []));
}
