import { ts } from 'ts-morph';

/** Where a name is declared. */
export type Declaration =
  | ts.VariableDeclaration
  | ts.BindingElement
  | ts.ParameterDeclaration
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ClassDeclaration
  | ts.ClassExpression
  | ts.EnumDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.ImportClause
  | ts.ImportSpecifier
  | ts.NamespaceImport
  | ts.ImportEqualsDeclaration;

const scopes = new WeakMap<ts.Node, Map<string, Declaration>>();

/**
 * The declaration that an identifier refers to by lexical scope, in the same file.
 * `undefined` means that it is a global. `var` is treated like `let`, which is how people write it.
 */
export function declarationOf(identifier: ts.Identifier): Declaration | undefined {
  const known = declarations.get(identifier);
  if (known !== undefined) return known ?? undefined;
  const found = lookUp(identifier);
  declarations.set(identifier, found ?? null);
  return found;
}

/** `null`: looked for, and a global. Many analyses ask for the same names. */
const declarations = new WeakMap<ts.Identifier, Declaration | null>();

function lookUp(identifier: ts.Identifier): Declaration | undefined {
  const name = identifier.text;
  for (let current: ts.Node | undefined = identifier.parent; current; current = current.parent) {
    const found = namesIn(current).get(name);
    if (found) return found;
  }
  return undefined;
}

const NO_NAMES = new Map<string, Declaration>();

/** The names that a node itself brings into scope for what lies inside it. */
export function namesIn(scope: ts.Node): ReadonlyMap<string, Declaration> {
  if (!opensScope(scope)) return NO_NAMES;
  const known = scopes.get(scope);
  if (known) return known;
  const names = new Map<string, Declaration>();
  scopes.set(scope, names);
  collect(scope, names);
  return names;
}

const SCOPES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.SourceFile,
  ts.SyntaxKind.Block,
  ts.SyntaxKind.ModuleBlock,
  ts.SyntaxKind.CaseBlock,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.ClassExpression,
]);

function opensScope(node: ts.Node): boolean {
  return SCOPES.has(node.kind) || ts.isFunctionLike(node);
}

function collect(scope: ts.Node, names: Map<string, Declaration>): void {
  if ((ts.isFunctionExpression(scope) || ts.isClassExpression(scope)) && scope.name) names.set(scope.name.text, scope);
  if (ts.isFunctionLike(scope)) {
    for (const parameter of scope.parameters) if (ts.isParameter(parameter)) bind(parameter.name, parameter, names);
    return;
  }
  for (const statement of statementsOf(scope)) collectStatement(statement, names);
  const declared = headOf(scope);
  if (declared && ts.isVariableDeclarationList(declared)) collectList(declared, names);
  else if (declared) bind(declared.name, declared, names);
}

function statementsOf(scope: ts.Node): readonly ts.Statement[] {
  if (ts.isSourceFile(scope) || ts.isBlock(scope) || ts.isModuleBlock(scope)) return scope.statements;
  return ts.isCaseBlock(scope) ? scope.clauses.flatMap((clause) => [...clause.statements]) : [];
}

/** What the head of a loop or a `catch` declares. */
function headOf(scope: ts.Node): ts.VariableDeclarationList | ts.VariableDeclaration | undefined {
  if (ts.isCatchClause(scope)) return scope.variableDeclaration;
  if (!ts.isForStatement(scope) && !ts.isForOfStatement(scope) && !ts.isForInStatement(scope)) return undefined;
  return scope.initializer && ts.isVariableDeclarationList(scope.initializer) ? scope.initializer : undefined;
}

function collectStatement(statement: ts.Statement, names: Map<string, Declaration>): void {
  if (ts.isVariableStatement(statement)) collectList(statement.declarationList, names);
  else if (ts.isImportDeclaration(statement)) collectImport(statement, names);
  else if (ts.isImportEqualsDeclaration(statement)) names.set(statement.name.text, statement);
  else if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  ) {
    // An overload signature must not hide the implementation, nor an interface the class it merges with.
    if (statement.name && !(names.has(statement.name.text) && !hasBody(statement)))
      names.set(statement.name.text, statement);
  }
}

function hasBody(statement: ts.Statement): boolean {
  return !ts.isInterfaceDeclaration(statement) && !(ts.isFunctionDeclaration(statement) && !statement.body);
}

function collectImport(statement: ts.ImportDeclaration, names: Map<string, Declaration>): void {
  const clause = statement.importClause;
  if (!clause) return;
  if (clause.name) names.set(clause.name.text, clause);
  const bindings = clause.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) names.set(bindings.name.text, bindings);
  else for (const specifier of bindings.elements) names.set(specifier.name.text, specifier);
}

function collectList(list: ts.VariableDeclarationList, names: Map<string, Declaration>): void {
  for (const declaration of list.declarations) bind(declaration.name, declaration, names);
}

function bind(name: ts.BindingName, declaration: Declaration, names: Map<string, Declaration>): void {
  if (ts.isIdentifier(name)) names.set(name.text, declaration);
  else for (const element of name.elements) if (ts.isBindingElement(element)) bind(element.name, element, names);
}
