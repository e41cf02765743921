import type { ts } from 'ts-morph';

import { usesOfText } from './text-uses.ts';
import { isText } from './tree-changes.ts';

/** Whether a text stands where a change of it is permitted: as such an argument, or under a name that is used for nothing else. */
export function standsOnlyFor(text: ts.Node, isFor: (use: ts.Node) => boolean): boolean {
  if (!isText(text)) return false;
  if (isFor(text)) return true;
  const uses = usesOfText(text);
  return uses !== undefined && uses.every(isFor);
}
