import { relativeToRoot } from '@millwright/core/record';

const known = new Map<string, string>();
let knownRoot = '';

/**
 * `relativeToRoot` with a memory: a run tells the same few files with every test and every step. One process has one root.
 */
export function relativePathOf(file: string, root: string): string {
  if (root !== knownRoot) {
    known.clear();
    knownRoot = root;
  }
  const found = known.get(file);
  if (found !== undefined) return found;
  const path = relativeToRoot(file, { root });
  known.set(file, path);
  return path;
}
