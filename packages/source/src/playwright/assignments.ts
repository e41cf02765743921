import { ts } from 'ts-morph';

import { enclosingFunction } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { ancestorOf, isWithin, unwrapped, walk } from '../syntax/walk.ts';

const files = new WeakMap<ts.SourceFile, ReadonlyMap<ts.Node, readonly ts.BinaryExpression[]>>();

/** What a file assigns to a variable after its declaration: `let page; beforeAll(async () => { page = await … })`. */
export function assignedTo(declaration: ts.VariableDeclaration): readonly ts.Expression[] {
  return assignmentsOf(declaration).flatMap((one) =>
    one.operatorToken.kind === ts.SyntaxKind.EqualsToken ? [one.right] : [],
  );
}

function assignmentsOf(declaration: ts.VariableDeclaration): readonly ts.BinaryExpression[] {
  const source = declaration.getSourceFile();
  const map = files.get(source) ?? collect(source);
  files.set(source, map);
  return map.get(declaration) ?? [];
}

function collect(source: ts.SourceFile): ReadonlyMap<ts.Node, readonly ts.BinaryExpression[]> {
  const found = new Map<ts.Node, ts.BinaryExpression[]>();
  walk(source, (node) => {
    if (!ts.isBinaryExpression(node) || !isAssignment(node.operatorToken.kind)) return;
    const left = unwrapped(node.left);
    const declaration = ts.isIdentifier(left) ? declarationOf(left) : undefined;
    if (declaration) found.set(declaration, [...(found.get(declaration) ?? []), node]);
  });
  return found;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/**
 * The value that a variable surely holds where it is used: the last one given to it before, in the same course of
 * statements. `undefined` when a branch, a loop or another function may have given it another.
 */
export function valueAt(use: ts.Identifier): ts.Expression | undefined {
  const declaration = declarationOf(use);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const assignments = assignmentsOf(declaration);
  const before = assignments.filter((one) => one.end <= use.pos);
  const last = before.at(-1);
  if (assignments.some((one) => !before.includes(one) && mayComeBefore(one, use))) return undefined;
  if (!last) return declaration.initializer && unwrapped(declaration.initializer);
  const statement = ancestorOf(last, ts.isExpressionStatement);
  const isSure =
    last.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    statement?.expression === last &&
    enclosingFunction(last) === enclosingFunction(use) &&
    isWithin(use, statement.parent);
  return isSure ? unwrapped(last.right) : undefined;
}

/** What stands later in the text and may still run earlier: in another function, or in the same loop. */
function mayComeBefore(assignment: ts.Node, use: ts.Node): boolean {
  if (enclosingFunction(assignment) !== enclosingFunction(use)) return true;
  const loop = ancestorOf(use, (node): node is ts.IterationStatement => ts.isIterationStatement(node, false));
  return loop !== undefined && isWithin(assignment, loop);
}
