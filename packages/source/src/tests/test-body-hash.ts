import { type BodyHasher, bodyHasherOf, hashOf } from '@millwright/core';
import type { ts } from 'ts-morph';

import { locationOf } from '../syntax/location.ts';

const hashers = new WeakMap<ts.SourceFile, BodyHasher>();

/** The body hash that the adapters compute for the same call; the call's own text stands in when it cannot be read to its end. */
export function testBodyHashOf(call: ts.CallExpression): string {
  const source = call.getSourceFile();
  let hasher = hashers.get(source);
  if (!hasher) hashers.set(source, (hasher = bodyHasherOf(source.text)));
  const { line, column } = locationOf('', call);
  return hasher(line, column) ?? hashOf(call.getText().replaceAll(/\s+/gu, '')).slice(0, 16);
}
