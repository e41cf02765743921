import { ts } from 'ts-morph';

import { declarationOf } from './scope.ts';
import { unwrapped } from './walk.ts';

/** How a part of a text that only run time knows is written. */
export const UNKNOWN_PART = '${…}';

/** A text as far as the source tells it. */
export interface StaticText {
  readonly text: string;
  /** True when a part is known only at run time. */
  readonly dynamic: boolean;
}

/**
 * Reads a text from an expression: literals, templates, concatenations, and constants declared in the same file.
 * `resolve` finds the initialiser of a name that is declared elsewhere.
 */
export function staticTextOf(
  expression: ts.Expression,
  resolve?: (identifier: ts.Identifier) => ts.Expression | undefined,
  depth = 0,
): StaticText {
  const node = unwrapped(expression);
  const unknown = { text: UNKNOWN_PART, dynamic: true };
  if (depth > 8) return unknown;
  const read = (inner: ts.Expression): StaticText => staticTextOf(inner, resolve, depth + 1);
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return { text: node.text, dynamic: false };
  if (ts.isTemplateExpression(node)) {
    return joined([
      { text: node.head.text, dynamic: false },
      ...node.templateSpans.flatMap((span) => [read(span.expression), { text: span.literal.text, dynamic: false }]),
    ]);
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return joined([read(node.left), read(node.right)]);
  if (ts.isIdentifier(node)) {
    const initializer = constantOf(node) ?? resolve?.(node);
    return initializer ? read(initializer) : unknown;
  }
  return unknown;
}

function joined(parts: readonly StaticText[]): StaticText {
  return { text: parts.map((part) => part.text).join(''), dynamic: parts.some((part) => part.dynamic) };
}

/** The initialiser of a `const` in the same file. */
function constantOf(identifier: ts.Identifier): ts.Expression | undefined {
  const declaration = declarationOf(identifier);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  return ts.isIdentifier(declaration.name) && declaration.parent.flags & ts.NodeFlags.Const
    ? unwrapped(declaration.initializer)
    : undefined;
}

/** Every string literal in an expression or its arrays: `'a'` and `['a', 'b']`. */
export function stringsIn(expression: ts.Expression | undefined): string[] {
  if (!expression) return [];
  const node = unwrapped(expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap((element) => stringsIn(element));
  const constant = ts.isIdentifier(node) ? constantOf(node) : undefined;
  return constant && !ts.isIdentifier(constant) ? stringsIn(constant) : [];
}
