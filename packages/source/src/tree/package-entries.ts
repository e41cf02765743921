import type { PackageManifest } from './workspace-packages.ts';

/** The targets of an entry of a package (`.`, `./v4`) under all conditions, in the order of the manifest. */
export function exportTargetsOf(exports: PackageManifest['exports'], entry: string): readonly string[] {
  if (typeof exports === 'string') return entry === '.' ? [exports] : [];
  if (typeof exports !== 'object' || exports === null) return [];
  const map = exports as Record<string, unknown>;
  const isConditions = !Object.keys(map).some((name) => name.startsWith('.'));
  if (isConditions) return entry === '.' ? stringsOf(map) : [];
  return targetsIn(map, entry);
}

/** The targets that a manifest's `imports` give a specifier such as `#db`, under all conditions. */
export function importTargetsOf(imports: unknown, specifier: string): readonly string[] {
  return typeof imports === 'object' && imports !== null
    ? targetsIn(imports as Record<string, unknown>, specifier)
    : [];
}

/** The value of a key, or those of the patterns with one `*` that fit it. */
function targetsIn(map: Readonly<Record<string, unknown>>, key: string): readonly string[] {
  if (key in map) return stringsOf(map[key]);
  return Object.entries(map).flatMap(([pattern, value]) => {
    const [head = '', tail] = pattern.split('*');
    if (tail === undefined || !key.startsWith(head) || !key.endsWith(tail)) return [];
    const part = key.slice(head.length, key.length - tail.length);
    return stringsOf(value).map((target) => target.replaceAll('*', part));
  });
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((one) => stringsOf(one)) : [];
}
