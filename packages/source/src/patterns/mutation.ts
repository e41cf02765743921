import { ts } from 'ts-morph';

import { unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { isReplaced, isWritten } from './test-structure.ts';

const MUTATORS = new Set([
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'fill',
  'set',
  'add',
  'delete',
  'clear',
]);

/** Whether a place that names a value changes what is in it: `list.push(x)`, `cart.items.push(x)`, `state.user = x`, `count += 1`. Replacing it as a whole is none. */
export function isMutated(name: ts.Identifier): boolean {
  if (isReplaced(name)) return false;
  if (isWritten(name)) return true;
  let inner: ts.Expression = name;
  for (;;) {
    const parent = unwrappedParent(inner);
    const isMember = ts.isElementAccessExpression(parent) || ts.isPropertyAccessExpression(parent);
    if (!isMember || unwrapped(parent.expression) !== inner) return false;
    if (isWritten(parent)) return true;
    if (ts.isCallExpression(parent.parent) && parent.parent.expression === parent)
      return ts.isPropertyAccessExpression(parent) && MUTATORS.has(parent.name.text);
    inner = parent;
  }
}

/** Whether a place empties a value or replaces it: `list = []`, `list.length = 0`, `map.clear()`, `spy.mockClear()`. */
export function isReset(name: ts.Identifier): boolean {
  if (isReplaced(name)) return true;
  const parent = unwrappedParent(name);
  if (!ts.isPropertyAccessExpression(parent) || unwrapped(parent.expression) !== name) return false;
  if (parent.name.text === 'length') return isWritten(parent);
  return ts.isCallExpression(parent.parent) && /^(?:clear|reset|splice|mockClear|mockReset)$/u.test(parent.name.text);
}
