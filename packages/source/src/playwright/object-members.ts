import { ts } from 'ts-morph';

import { nameText } from '../syntax/call.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { valueNodeOf } from '../tree/values.ts';

const MOST_SPREADS = 4;

/** What an object literal holds under a name, also through objects that are spread into it; the last one counts. */
export function memberOfObject(
  tree: SourceTree,
  object: ts.ObjectLiteralExpression,
  name: string,
  depth = 0,
): ts.Expression | ts.MethodDeclaration | ts.GetAccessorDeclaration | undefined {
  for (const property of object.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      const spread = depth < MOST_SPREADS ? valueNodeOf(tree, property.expression) : undefined;
      const held =
        spread && ts.isObjectLiteralExpression(spread) ? memberOfObject(tree, spread, name, depth + 1) : undefined;
      if (held) return held;
    } else if (nameText(property.name) === name && !ts.isSetAccessorDeclaration(property)) {
      if (ts.isPropertyAssignment(property)) return property.initializer;
      return ts.isShorthandPropertyAssignment(property) ? property.name : property;
    }
  }
  return undefined;
}
