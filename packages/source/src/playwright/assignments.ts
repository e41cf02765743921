import { ts } from 'ts-morph';

import { declarationOf } from '../syntax/scope.ts';
import { unwrapped, walk } from '../syntax/walk.ts';

const files = new WeakMap<ts.SourceFile, ReadonlyMap<ts.Node, readonly ts.Expression[]>>();

/** What a file assigns to a variable after its declaration: `let page; beforeAll(async () => { page = await … })`. */
export function assignedTo(declaration: ts.VariableDeclaration): readonly ts.Expression[] {
  const source = declaration.getSourceFile();
  const map = files.get(source) ?? collect(source);
  files.set(source, map);
  return map.get(declaration) ?? [];
}

function collect(source: ts.SourceFile): ReadonlyMap<ts.Node, readonly ts.Expression[]> {
  const found = new Map<ts.Node, ts.Expression[]>();
  walk(source, (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const left = unwrapped(node.left);
    const declaration = ts.isIdentifier(left) ? declarationOf(left) : undefined;
    if (declaration) found.set(declaration, [...(found.get(declaration) ?? []), node.right]);
  });
  return found;
}
