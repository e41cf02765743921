import { importGraphOf } from './import-graph.ts';
import type { SourceTree } from './source-tree.ts';

/**
 * For each of these files the project files that it loads, directly or through others, with the number of imports on the shortest way: 1
 * for a file that it imports itself. Only what is reached is parsed.
 */
export function importDistancesOf(
  tree: SourceTree,
  files: readonly string[],
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const graph = importGraphOf(tree);
  return new Map(files.map((file) => [file, distancesFrom(file, (imports) => graph.importsOf(imports))] as const));
}

function distancesFrom(start: string, importsOf: (file: string) => readonly string[]): ReadonlyMap<string, number> {
  const distances = new Map<string, number>([[start, 0]]);
  let ring: readonly string[] = [start];
  for (let distance = 1; ring.length > 0; distance += 1) {
    const next: string[] = [];
    for (const imported of ring.flatMap((file) => importsOf(file))) {
      if (distances.has(imported)) continue;
      distances.set(imported, distance);
      next.push(imported);
    }
    ring = next;
  }
  distances.delete(start);
  return distances;
}
