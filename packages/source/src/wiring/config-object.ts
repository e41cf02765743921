import { ts } from 'ts-morph';

import { calledName } from '../syntax/call.ts';
import { isFunctionNode, returnedExpressions } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { unwrapped, walk } from '../syntax/walk.ts';

/** An object literal of a configuration, or in a sentence why it could not be found. */
export type ConfigObject =
  | {
      readonly object: ts.ObjectLiteralExpression;
      /** Configurations that are merged below this one: the earlier arguments of `defineConfig` and `mergeConfig`. */
      readonly below?: readonly ts.Expression[];
    }
  | { readonly reason: string };

/** The object literal that a configuration file exports. */
export function configObjectOf(source: ts.SourceFile): ConfigObject {
  const exported = exportedExpression(source);
  return exported ? objectBehind(source, exported, 0) : { reason: 'it has no default export and no `module.exports`' };
}

function exportedExpression(source: ts.SourceFile): ts.Expression | undefined {
  for (const statement of source.statements) {
    const found = ts.isExportAssignment(statement)
      ? statement.expression
      : ts.isExportDeclaration(statement)
        ? namedDefault(statement)
        : assignedModule(statement);
    if (found) return found;
  }
  return undefined;
}

/** `export { config as default }` */
function namedDefault(statement: ts.ExportDeclaration): ts.Identifier | undefined {
  if (statement.moduleSpecifier || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
    return undefined;
  const local = statement.exportClause.elements.find((one) => one.name.text === 'default')?.propertyName;
  return local && ts.isIdentifier(local) ? local : undefined;
}

function assignedModule(statement: ts.Statement): ts.Expression | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  return statement.expression.left.getText() === 'module.exports' ? statement.expression.right : undefined;
}

/** The object literal that an expression of a configuration comes to. */
export function objectBehind(source: ts.SourceFile, expression: ts.Expression, depth: number): ConfigObject {
  const node = unwrapped(expression);
  if (depth > 8) return { reason: 'its configuration goes through too many names' };
  if (ts.isObjectLiteralExpression(node)) return { object: node };
  if (ts.isAwaitExpression(node)) return objectBehind(source, node.expression, depth + 1);
  if (ts.isIdentifier(node)) return objectOfName(source, node, depth);
  if (isFunctionNode(node)) return objectOfFunction(source, node, depth);
  if (ts.isCallExpression(node)) return objectOfCall(source, node, depth);
  return { reason: `its configuration is \`${shortText(node)}\`, which is not an object that can be read` };
}

function objectOfName(source: ts.SourceFile, name: ts.Identifier, depth: number): ConfigObject {
  const declaration = declarationOf(name);
  if (declaration && (ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)))
    return objectOfFunction(source, declaration, depth);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
    return { reason: `\`${name.text}\` comes from elsewhere` };
  if (isChanged(source, name.text)) return { reason: `\`${name.text}\` is changed after it is declared` };
  return objectBehind(source, declaration.initializer, depth + 1);
}

/** Whether statements set the whole, its reporters, or its `test` section again. */
function isChanged(source: ts.SourceFile, name: string): boolean {
  let changed = false;
  walk(source, (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    if (new RegExp(`^${name}!?(?:\\.(?:test|reporters?))*$`, 'u').test(node.left.getText())) changed = true;
  });
  return changed;
}

function objectOfFunction(source: ts.SourceFile, node: ts.Node, depth: number): ConfigObject {
  const returned = isFunctionNode(node) ? returnedExpressions(node) : [];
  const [only] = returned;
  if (!only || returned.length > 1)
    return {
      reason: `its function returns ${returned.length === 0 ? 'nothing that can be read' : 'different configurations'}`,
    };
  return objectBehind(source, only, depth + 1);
}

function objectOfCall(source: ts.SourceFile, call: ts.CallExpression, depth: number): ConfigObject {
  const name = calledName(call);
  if (name !== 'defineConfig' && name !== 'mergeConfig') {
    const declaration = ts.isIdentifier(call.expression) ? declarationOf(call.expression) : undefined;
    const isOwn = declaration && (ts.isFunctionDeclaration(declaration) || ts.isVariableDeclaration(declaration));
    return isOwn && call.arguments.length === 0
      ? objectBehind(source, call.expression, depth + 1)
      : { reason: `its configuration is made by \`${shortText(call.expression)}(…)\`` };
  }
  // Both take several configurations of which the last one wins.
  const last = call.arguments.at(-1);
  if (!last) return { reason: `\`${name}()\` is called without a configuration` };
  const found = objectBehind(source, last, depth + 1);
  return 'reason' in found ? found : { ...found, below: [...(found.below ?? []), ...call.arguments.slice(0, -1)] };
}

/** Whether something spread into an object may bring a property: `undefined` when that cannot be told. */
export function spreadBrings(spread: ts.SpreadAssignment, name: string): boolean | undefined {
  return brings(spread.expression, name, 0);
}

type Told = boolean | undefined;

function brings(expression: ts.Expression, name: string, depth: number): Told {
  const node = unwrapped(expression);
  if (depth > 6) return undefined;
  if (ts.isConditionalExpression(node))
    return either(brings(node.whenTrue, name, depth + 1), brings(node.whenFalse, name, depth + 1));
  if (ts.isBinaryExpression(node))
    return node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
      ? brings(node.right, name, depth + 1)
      : undefined;
  if (ts.isObjectLiteralExpression(node))
    return node.properties.reduce<Told>(
      (found, one) =>
        either(
          found,
          ts.isSpreadAssignment(one) ? brings(one.expression, name, depth + 1) : one.name?.getText() === name,
        ),
      false,
    );
  if (/^(?:null|false|undefined|configDefaults|devices\b.*)$/su.test(node.getText())) return false;
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
    ? brings(declaration.initializer, name, depth + 1)
    : undefined;
}

function either(left: Told, right: Told): Told {
  if (left === true || right === true) return true;
  return left === undefined || right === undefined ? undefined : false;
}

/** An expression as a short text for a message. */
export function shortText(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/gu, ' ');
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
