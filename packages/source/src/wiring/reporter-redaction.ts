import { ts } from 'ts-morph';

import { declarationOf } from '../syntax/scope.ts';
import { unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import { objectBehind, shortText, spreadBrings } from './config-object.ts';
import type { WiringRequest } from './propose-reporter-wiring.ts';

/** What the options of our reporter say of secrets to take out. */
export type ReporterRedaction =
  /** The file does not name our reporter. */
  | { readonly kind: 'absent' }
  /** The entries of its `redact` option as they are written, none when there is no such option. */
  | { readonly kind: 'listed'; readonly entries: readonly RedactionEntry[] }
  /** Only running the file would tell; `reason` is a sentence without its full stop, and quotes nothing that may be a secret. */
  | { readonly kind: 'unknown'; readonly reason: string };

type RedactionEntry = string | RegExp;

/** A value that was read, or why it could not be. */
type Read<T> = { readonly value: T } | { readonly reason: string };

/**
 * Reads the `redact` option of our reporter from a configuration of a runner. A reporter that is named several times
 * (one for CI, one for everywhere else) has the entries that all of them have. Pure.
 */
export function reporterRedactionOf(request: WiringRequest): ReporterRedaction {
  const source = ts.createSourceFile(request.path, request.text, ts.ScriptTarget.Latest, true);
  const mentions = mentionsOf(source, `@millwright/${request.runner}`);
  if (mentions.length === 0) return { kind: 'absent' };
  let common: readonly RedactionEntry[] | undefined;
  for (const mention of mentions) {
    const entries = entriesBeside(source, mention, request.runner);
    if ('reason' in entries) return { kind: 'unknown', reason: entries.reason };
    const names = new Set(entries.value.map(nameOf));
    common = common?.filter((entry) => names.has(nameOf(entry))) ?? entries.value;
  }
  return { kind: 'listed', entries: common ?? [] };
}

/** A text and a regular expression of the same letters are not the same entry. */
function nameOf(entry: RedactionEntry): string {
  return `${typeof entry} ${String(entry)}`;
}

function mentionsOf(source: ts.SourceFile, name: string): readonly ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  walk(source, (node) => {
    if (ts.isStringLiteralLike(node) && (node.text === name || node.text.startsWith(`${name}/`)) && !isTypeOnly(node))
      found.push(node);
  });
  return found;
}

/** `import type { … } from '…'` */
function isTypeOnly({ parent }: ts.StringLiteralLike): boolean {
  return ts.isImportDeclaration(parent) && parent.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** The entries that stand beside the name of our reporter. */
function entriesBeside(
  source: ts.SourceFile,
  mention: ts.StringLiteralLike,
  runner: WiringRequest['runner'],
): Read<readonly RedactionEntry[]> {
  const parent = unwrappedParent(mention);
  if (ts.isImportDeclaration(parent)) return { reason: 'it imports our reporter instead of naming it' };
  if (ts.isCallExpression(parent))
    return { reason: `it names our reporter in a call of \`${shortText(parent.expression)}\`` };
  // `reporter: '@millwright/playwright'`, or one branch of a choice: without options.
  if (!ts.isArrayLiteralExpression(parent) || parent.elements[0] !== mention) return { value: [] };
  const [, options] = parent.elements;
  if (options === undefined) return { value: [] };
  // Vitest also takes a plain list of names, of which ours may be the first.
  const isPlainList = runner === 'vitest' && !isInList(parent) && ts.isStringLiteralLike(unwrapped(options));
  return isPlainList ? { value: [] } : redactionIn(source, options);
}

function isInList(array: ts.ArrayLiteralExpression): boolean {
  return ts.isArrayLiteralExpression(unwrappedParent(array));
}

function redactionIn(source: ts.SourceFile, options: ts.Expression): Read<readonly RedactionEntry[]> {
  const found = objectBehind(source, options, 0);
  if ('reason' in found) return { reason: 'the options of our reporter are only known when it runs' };
  // The last one wins, so the search begins at the end.
  for (const property of found.object.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      if (spreadBrings(property, 'redact') !== false)
        return { reason: 'what is spread into the options of our reporter may bring `redact`' };
    } else if (isNamedRedact(property)) {
      if (ts.isPropertyAssignment(property)) return listOf(property.initializer, 0);
      return ts.isShorthandPropertyAssignment(property)
        ? listOf(property.name, 0)
        : { reason: 'the option `redact` is not a plain property' };
    }
  }
  return { value: [] };
}

function isNamedRedact({ name }: ts.ObjectLiteralElementLike): boolean {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) && name.text === 'redact';
}

function listOf(expression: ts.Expression, depth: number): Read<readonly RedactionEntry[]> {
  const node = constantBehind(expression, depth);
  if (node === undefined || !ts.isArrayLiteralExpression(node))
    return { reason: 'the option `redact` is only known when it runs' };
  const entries: RedactionEntry[] = [];
  for (const element of node.elements) {
    const read = ts.isSpreadElement(element) ? listOf(element.expression, depth + 1) : entryOf(element, depth);
    if ('reason' in read) return read;
    entries.push(...read.value);
  }
  return { value: entries };
}

function entryOf(element: ts.Expression, depth: number): Read<readonly RedactionEntry[]> {
  const node = constantBehind(element, depth);
  if (node !== undefined && ts.isStringLiteralLike(node)) return { value: [node.text] };
  const pattern =
    node !== undefined && ts.isRegularExpressionLiteral(node) ? /^\/(.+)\/(\w*)$/su.exec(node.text) : null;
  try {
    if (pattern !== null) return { value: [new RegExp(pattern[1] ?? '', pattern[2])] };
  } catch {
    // A pattern that is none stops its runner; what it would take out is unknown.
  }
  return { reason: 'an entry of the option `redact` is only known when it runs' };
}

/** The expression itself, or what a `const` of the same file is declared as. */
function constantBehind(expression: ts.Expression, depth: number): ts.Expression | undefined {
  const node = unwrapped(expression);
  if (!ts.isIdentifier(node)) return node;
  const declaration = declarationOf(node);
  if (depth > 5 || !declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const isConstant = ts.isIdentifier(declaration.name) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant ? constantBehind(declaration.initializer, depth + 1) : undefined;
}
