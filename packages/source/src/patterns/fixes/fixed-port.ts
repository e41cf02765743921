import { ts } from 'ts-morph';

import { propertyOf } from '../../syntax/call.ts';
import { unwrapped } from '../../syntax/walk.ts';
import { initializerOf, type PatternContext } from '../pattern-context.ts';
import type { Fix } from './fix.ts';

/**
 * Leaves the port to the system, where the file asks the server for its address and names the port nowhere else. Code of
 * other files may know the port by heart: a suggestion.
 */
export function systemPortFixOf(
  context: PatternContext,
  node: ts.CallExpression | ts.NewExpression,
  port: number,
): Fix | undefined {
  const literal = literalOf(node);
  const { text } = context.source;
  const asksForAddress = context.calls.some((call) => call.expression.getText().endsWith('.address'));
  if (!literal || !asksForAddress || timesIn(text, String(port)) !== 1) return undefined;
  if (literal.holder && timesIn(text, literal.holder) !== 2) return undefined;
  return {
    edits: [{ start: literal.node.getStart(), end: literal.node.getEnd(), newText: '0' }],
    summary: 'Let the system choose the port, which the test asks for anyway.',
    safety: 'suggestion',
  };
}

/** The number itself, in place or in the constant that is given. */
function literalOf(
  node: ts.CallExpression | ts.NewExpression,
): { readonly node: ts.Expression; readonly holder?: string } | undefined {
  const first = node.arguments?.[0] && unwrapped(node.arguments[0]);
  const given = first && ts.isObjectLiteralExpression(first) ? propertyOf(first, 'port') : first;
  if (!given || ts.isMethodDeclaration(given)) return undefined;
  if (ts.isNumericLiteral(given)) return { node: given };
  const held = initializerOf(given);
  return held && ts.isNumericLiteral(held) ? { node: held, holder: given.getText() } : undefined;
}

function timesIn(text: string, word: string): number {
  return text.match(new RegExp(String.raw`\b${word}\b`, 'gu'))?.length ?? 0;
}
