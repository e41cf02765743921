import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { nameText } from '../../syntax/call.ts';
import { unwrapped } from '../../syntax/walk.ts';

/** Takes a property out of the options that stand in a call; the options go when nothing else is in them. */
export function withoutOption(call: ts.CallExpression, name: string): TextEdit | undefined {
  const index = call.arguments.findIndex((argument) => ts.isObjectLiteralExpression(unwrapped(argument)));
  const argument = call.arguments[index];
  const options = argument && unwrapped(argument);
  if (!argument || !options || !ts.isObjectLiteralExpression(options)) return undefined;
  const place = options.properties.findIndex((property) => nameText(property.name) === name);
  const property = options.properties[place];
  if (!property) return undefined;
  if (options.properties.length > 1) return betweenNeighbours(options.properties, place);
  // Only the last argument can go without moving the others.
  return index === call.arguments.length - 1 ? betweenNeighbours(call.arguments, index) : undefined;
}

/** Removes one item of a list with the comma that parts it from its neighbour. */
function betweenNeighbours(items: ts.NodeArray<ts.Node>, index: number): TextEdit | undefined {
  const [before, item, after] = [items[index - 1], items[index], items[index + 1]];
  if (!item) return undefined;
  if (after) return { start: item.getStart(), end: after.getStart(), newText: '' };
  return { start: before ? before.getEnd() : item.getStart(), end: item.getEnd(), newText: '' };
}
