/**
 * The same value with the keys of every object in alphabetical order and `undefined` left out.
 * Equal values then have equal JSON text, which content addressing rests on.
 */
export function canonicalOf<T>(value: T): T {
  // Columns of numbers are most of a document, and have no keys to order.
  if (Array.isArray(value)) return value.some(isObject) ? (value.map(canonicalOf) as T) : value;
  if (value === null || typeof value !== 'object') return value;
  const source = value as Record<string, unknown>;
  const keys = Object.keys(source);
  if (!isOrdered(keys)) keys.sort();
  const ordered: Record<string, unknown> = {};
  for (const key of keys) {
    const part = source[key];
    if (part !== undefined) ordered[key] = isObject(part) ? canonicalOf(part) : part;
  }
  return ordered as T;
}

function isOrdered(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1) if ((keys[index - 1] ?? '') > (keys[index] ?? '')) return false;
  return true;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
