import { ts } from 'ts-morph';

import { filledNameOf } from './filled-value.ts';
import { isPureClass, isPureValue } from './pure-value.ts';

/** What runs when a module is loaded, as one unit. */
export const BODY = '(load)';

/** A module cut into what can change by itself. */
export interface ModuleUnits {
  /** Name of a top-level declaration that does nothing when it is loaded → its nodes; `default` for the nameless one. */
  readonly declarations: ReadonlyMap<string, readonly ts.Node[]>;
  /** Statements that do something when the module is loaded, imports and exports left out. */
  readonly body: readonly ts.Node[];
  /** Names that the body declares. */
  readonly bodyNames: ReadonlySet<string>;
  /** Types: nothing of them is left when tests run. */
  readonly types: ReadonlyMap<string, readonly ts.Node[]>;
}

interface OpenUnits {
  readonly declarations: Map<string, ts.Node[]>;
  readonly body: ts.Node[];
  readonly bodyNames: Set<string>;
  readonly types: Map<string, ts.Node[]>;
}

/** Cuts a module. With `lazy`, values that calls produce count as free of effects: the package says so (`sideEffects: false`). */
export function moduleUnitsOf(source: ts.SourceFile, { lazy = false } = {}): ModuleUnits {
  const units: OpenUnits = { declarations: new Map(), body: [], bodyNames: new Set(), types: new Map() };
  for (const statement of source.statements) addStatement(statement, units, lazy);
  const body = units.body.filter((statement) => {
    const name = filledNameOf(statement, units.declarations);
    if (name !== undefined) push(units.declarations, name, statement);
    return name === undefined;
  });
  return { ...units, body };
}

function addStatement(statement: ts.Statement, units: OpenUnits, lazy: boolean): void {
  if (standsForNothing(statement)) return;
  if (ts.isVariableStatement(statement)) return addVariables(statement, units, lazy);
  const name = nameOf(statement);
  if (name === undefined) units.body.push(statement);
  else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    push(units.types, name, statement);
  else if (lazy || declaresOnly(statement)) push(units.declarations, name, statement);
  else {
    units.body.push(statement);
    units.bodyNames.add(name);
  }
}

/** Imports, exports of what stands elsewhere, declarations for the compiler. */
function standsForNothing(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    statement.kind === ts.SyntaxKind.EmptyStatement ||
    isDeclaredOnly(statement)
  );
}

function nameOf(statement: ts.Statement): string | undefined {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return statement.name?.text ?? 'default';
  if (ts.isExportAssignment(statement)) return 'default';
  const isNamed =
    ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isEnumDeclaration(statement);
  return isNamed ? statement.name.text : undefined;
}

function declaresOnly(statement: ts.Statement): boolean {
  if (ts.isClassDeclaration(statement)) return isPureClass(statement, true);
  if (ts.isExportAssignment(statement)) return isPureValue(statement.expression, true);
  return ts.isFunctionDeclaration(statement) || ts.isEnumDeclaration(statement);
}

function addVariables(statement: ts.VariableStatement, units: OpenUnits, lazy: boolean): void {
  for (const declaration of statement.declarationList.declarations) {
    const { name, initializer } = declaration;
    if (
      ts.isIdentifier(name) &&
      (lazy || initializer === undefined || isPureValue(initializer) || isMadeForUse(name, initializer))
    )
      push(units.declarations, name.text, declaration);
    else {
      units.body.push(declaration);
      for (const bound of boundNames(name)) units.bodyNames.add(bound);
    }
  }
}

/** A value that a call returns, and that is used: nobody keeps what a call made for its effects returns, as a rule. */
function isMadeForUse(name: ts.Identifier, initializer: ts.Expression): boolean {
  if (!isPureValue(initializer, true)) return false;
  const uses = name
    .getSourceFile()
    .text.split(new RegExp(`(?<![\\w$])${name.text.replaceAll('$', '\\$')}(?![\\w$])`, 'u'));
  return uses.length > 2 || isExported(name);
}

function isExported(name: ts.Identifier): boolean {
  const statement = name.parent.parent.parent;
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return (modifiers ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
}

function boundNames(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

function isDeclaredOnly(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return (modifiers ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword);
}

function push(map: Map<string, ts.Node[]>, name: string, node: ts.Node): void {
  const known = map.get(name);
  if (known) known.push(node);
  else map.set(name, [node]);
}

/** The text of nodes token by token: comments and white space make no difference. */
export function tokensOfNodes(nodes: readonly ts.Node[]): string {
  const tokens: string[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren();
    if (ts.isJSDoc(node)) return;
    if (children.length === 0) tokens.push(node.getText());
    else for (const child of children) visit(child);
  };
  for (const node of nodes) {
    // `const` and `let`, `export` and its absence stand outside of a single declaration.
    const list = ts.isVariableDeclaration(node) ? node.parent : undefined;
    const outer = list && ts.isVariableDeclarationList(list) ? list.flags & ts.NodeFlags.BlockScoped : 0;
    tokens.push(`/${outer}/`);
    visit(node);
  }
  return tokens.join('\u0001');
}
