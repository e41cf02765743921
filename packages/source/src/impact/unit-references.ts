import { ts } from 'ts-morph';

import { declarationOf, namesIn } from '../syntax/scope.ts';
import type { ForeignName, ModuleFacts } from './module-facts.ts';

/** What a piece of a module makes use of. */
export interface UnitReferences {
  /** Top-level names of the same module. */
  readonly own: ReadonlySet<string>;
  /** Local names of imports. */
  readonly locals: ReadonlySet<string>;
  readonly foreign: readonly ForeignName[];
  /** Specifiers of modules that are used as a whole: `import()`, `require()`, `vi.mock()`, a path to a worker. */
  readonly whole: ReadonlySet<string>;
  /** Texts that look like paths, and may be files beside the module or below the root. */
  readonly paths: ReadonlySet<string>;
  /** Texts that are part of a path, or of a text that holds one. */
  readonly hints: ReadonlySet<string>;
  /** Beginnings of paths of which run time completes the rest. */
  readonly prefixes: ReadonlySet<string>;
  /** Modules and packages that a runner's configuration has it load: setup files, environments. */
  readonly setups: ReadonlySet<string>;
  /** Whether it imports what only run time knows. */
  readonly computed: boolean;
  /** Whether it makes elements by JSX, whose functions no text names. */
  readonly makesElements: boolean;
}

interface OpenReferences {
  readonly own: Set<string>;
  readonly locals: Set<string>;
  readonly foreign: Map<string, ForeignName>;
  readonly whole: Set<string>;
  readonly paths: Set<string>;
  readonly hints: Set<string>;
  readonly prefixes: Set<string>;
  readonly setups: Set<string>;
  computed: boolean;
  makesElements: boolean;
}

/** Properties of a runner's configuration that name modules. */
const SETUP_PROPERTY =
  /^(?:setupFiles(?:AfterEnv)?|globalSetup|globalTeardown|environment|snapshotSerializers|runner)$/u;

/** What classic JSX calls. */
const JSX_FACTORIES: readonly string[] = ['React', 'h', 'Fragment', 'jsx', 'createElement'];

/** Calls whose first argument is a module. */
const LOADING_CALL =
  /^(?:import|require|require\.resolve|import\.meta\.resolve|(?:vi|vitest|jest)\.\w*(?:mock|import|require)\w*)$/iu;

/** Collects what nodes of a module use. A name that hides another is told from it; what types use is left out. */
export function referencesOf(facts: ModuleFacts, nodes: readonly ts.Node[]): UnitReferences {
  const found: OpenReferences = {
    own: new Set(),
    locals: new Set(),
    foreign: new Map(),
    whole: new Set(),
    paths: new Set(),
    hints: new Set(),
    prefixes: new Set(),
    setups: new Set(),
    computed: false,
    makesElements: false,
  };
  const top = namesIn(facts.source);
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isIdentifier(node)) return addIdentifier(facts, top, node, found);
    if (ts.isStringLiteralLike(node)) return addText(node.text, found);
    if (ts.isTemplateExpression(node)) addTemplate(node, found);
    if (ts.isCallExpression(node)) addCall(node, found);
    if (ts.isPropertyAssignment(node) && SETUP_PROPERTY.test(node.name.getText())) addSetups(node.initializer, found);
    if (ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node)) found.makesElements = true;
    ts.forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  if (found.makesElements) for (const name of JSX_FACTORIES) addName(facts, name, found);
  return { ...found, foreign: [...found.foreign.values()] };
}

function addIdentifier(
  { imports, units }: ModuleFacts,
  top: ReadonlyMap<string, ts.Node>,
  node: ts.Identifier,
  found: OpenReferences,
): void {
  const name = node.text;
  const imported = imports.get(name);
  const isOwn = units.declarations.has(name) || units.bodyNames.has(name);
  if ((!imported && !isOwn) || isPropertyName(node)) return;
  const declaration = declarationOf(node);
  // A name without a declaration that lexical scope shows is taken for the one that stands at the top.
  if (declaration && declaration !== top.get(name)) return;
  addName({ imports, units }, name, found, imported?.name === '*' ? memberOf(node) : undefined);
}

/** A name that stands at the top of the module, with the member that is used of a module that is imported as a whole. */
function addName(
  { imports, units }: Pick<ModuleFacts, 'imports' | 'units'>,
  name: string,
  found: OpenReferences,
  member?: string,
): void {
  if (units.declarations.has(name) || units.bodyNames.has(name)) found.own.add(name);
  const imported = imports.get(name);
  if (!imported) return;
  found.locals.add(name);
  const used = member === undefined ? imported : { specifier: imported.specifier, name: member };
  found.foreign.set(`${used.specifier}\0${used.name}`, used);
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node;
}

/** `name` of `module.name`. */
function memberOf(node: ts.Identifier): string | undefined {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node ? parent.name.text : undefined;
}

function addText(text: string, found: OpenReferences): void {
  if (text.length < 3 || text.length > 200) return;
  if (PATH.test(text)) found.paths.add(text);
  else for (const word of text.split(' ')) if (word.includes('/')) addHint(word, found);
}

/** The folder that a path begins with, and the pieces between what run time fills in. */
function addTemplate({ head, templateSpans }: ts.TemplateExpression, found: OpenReferences): void {
  addHint(head.text.replace(/[^/]*$/u, ''), found);
  for (const { literal } of templateSpans) addHint(literal.text, found);
}

/** The modules that a property of a configuration names. */
function addSetups(value: ts.Node, found: OpenReferences): void {
  if (ts.isStringLiteralLike(value)) found.setups.add(value.text);
  else ts.forEachChild(value, (child) => addSetups(child, found));
}

/** What a pattern of paths begins with, a word of a command, or the end of a path. */
function addHint(text: string, found: OpenReferences): void {
  const path = text.replace(/(?<=\/)[^/]*[*{[(!].*$/u, '');
  if (path.length > 2 && path.length < 200 && PATH.test(path)) found.hints.add(path);
}

const PATH = /^[\w@.~#/-]+$/u;

function addCall(node: ts.CallExpression, found: OpenReferences): void {
  const callee = node.expression.kind === ts.SyntaxKind.ImportKeyword ? 'import' : calleeOf(node.expression);
  const first = node.arguments[0];
  if (callee === undefined || !first) return;
  if (callee === 'import.meta.glob') return addGlobs(first, found);
  if (!LOADING_CALL.test(callee)) return;
  if (ts.isStringLiteralLike(first)) found.whole.add(first.text);
  else if (ts.isTemplateExpression(first) && /[/]/u.test(beginningOf(first))) found.prefixes.add(beginningOf(first));
  else if (!/^(?:vi|vitest|jest)\./u.test(callee)) found.computed = true;
  // `vi.mock(import('./x'))` says it in the call inside.
}

/** What a computed path begins with. After a folder that only run time knows, any that goes on like the rest: `~/rules/`. */
function beginningOf({ head, templateSpans }: ts.TemplateExpression): string {
  const next = templateSpans.length > 1 ? (templateSpans[0]?.literal.text ?? '') : '';
  const folder = /^\/(?:[\w@.-]+\/)+/u.exec(next.replace(/^(?:\/\.{1,2})+(?=\/)/u, ''))?.[0];
  return head.text === '' && folder !== undefined ? `~${folder}` : head.text;
}

/** The text of a short callee, without a look at long ones. */
function calleeOf(node: ts.Expression): string | undefined {
  return node.end - node.pos > 60 ? undefined : node.getText();
}

function addGlobs(argument: ts.Expression, found: OpenReferences): void {
  const globs = ts.isArrayLiteralExpression(argument) ? [...argument.elements] : [argument];
  for (const glob of globs)
    if (ts.isStringLiteralLike(glob)) {
      if (!glob.text.startsWith('!')) found.prefixes.add(glob.text.replace(/[*{[(!].*$/u, ''));
    } else found.computed = true;
}
