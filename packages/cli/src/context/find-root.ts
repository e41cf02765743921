import { existsSync, readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const markers = /^(?:\.millwright|(?:millwright|playwright|vitest)\.config\.(?:ts|mts|cts|js|mjs|cjs|json))$/;

/**
 * The project root that a folder belongs to: the nearest folder upwards with a runner's or Millwright's configuration
 * or a history; else the nearest with a `package.json`; else the folder itself.
 */
export function findRoot(cwd: string): string {
  return (
    findUpwards(cwd, (folder) => namesIn(folder).some((name) => markers.test(name))) ??
    findUpwards(cwd, (folder) => existsSync(resolve(folder, 'package.json'))) ??
    cwd
  );
}

function findUpwards(start: string, matches: (folder: string) => boolean): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (matches(folder)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** A folder that cannot be listed marks nothing. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
