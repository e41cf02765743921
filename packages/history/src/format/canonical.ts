/**
 * The same value with the keys of every object in alphabetical order and `undefined` left out.
 * Equal values then have equal JSON text, which content addressing rests on.
 */
export function canonicalOf<T>(value: T): T {
  // Columns of numbers are most of a document, and have no keys to order.
  if (Array.isArray(value)) return value.some(isObject) ? (value.map(canonicalOf) as T) : value;
  if (value === null || typeof value !== 'object') return value;
  const source = value as Record<string, unknown>;
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(source).sort()) {
    if (source[key] !== undefined) ordered[key] = canonicalOf(source[key]);
  }
  return ordered as T;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
