import { existsSync, realpathSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix as path, relative } from 'node:path';

import type { SourceTree } from '../tree/source-tree.ts';
import { readPackageManifest } from '../tree/workspace-packages.ts';

/** Whether a specifier that means no source of the project surely means something that the change cannot touch. */
export type PackageReach = (fromFile: string, specifier: string) => boolean;

const builtin: ReadonlySet<string> = new Set(builtinModules);

/** Folders that builds write. */
const BUILT = /(?:^|\/)(?:dist|build|out|lib)\//u;

/** Whether a path leads through a folder that builds write. */
export function isBuiltPath(file: string): boolean {
  return BUILT.test(file);
}

/** Installed packages, what Node brings along, and files that are there and not built; cached by folder and package. */
export function createPackageReach(tree: SourceTree): PackageReach {
  const own = new Set([readPackageManifest(tree.root)?.name, ...tree.packages.map(({ name }) => name)]);
  const known = new Map<string, boolean>();
  return (fromFile, written) => {
    const specifier = written.replace(/\?.*$/u, '');
    const folder = path.dirname(fromFile);
    if (specifier.startsWith('.')) {
      const target = path.join(folder, specifier);
      return !BUILT.test(target) && existsSync(join(tree.root, target));
    }
    if (specifier.startsWith('/')) return false;
    const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
    if (specifier.startsWith('node:') || builtin.has(name)) return true;
    if (own.has(name)) return false;
    const key = `${folder}\0${name}`;
    let found = known.get(key);
    if (found === undefined) known.set(key, (found = isInstalled(tree.root, folder, name)));
    return found;
  };
}

/** Installed in a folder above, or declared by a package.json above. */
function isInstalled(root: string, folder: string, name: string): boolean {
  for (let current = folder; ; current = path.dirname(current)) {
    const manifest = readPackageManifest(join(root, current)) as Record<string, object | undefined> | undefined;
    const lists = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
    const versions = lists.flatMap((list) => {
      const version: unknown = (manifest?.[list] as Readonly<Record<string, unknown>> | undefined)?.[name];
      return typeof version === 'string' ? [version] : [];
    });
    // A folder of the repository in the place of a package.
    if (versions.some((version) => /^(?:file|link|portal|workspace):/u.test(version))) return false;
    if (versions.length > 0) return true;
    const installed = join(root, current, 'node_modules', name);
    if (existsSync(installed)) return !isBelow(root, realpathSync(installed));
    if (current === '.' || current === path.dirname(current)) return false;
  }
}

/** Whether an installed package is a link to a folder of the project. */
function isBelow(root: string, place: string): boolean {
  const inside = relative(realpathSync(root), place).replaceAll('\\', '/');
  return !inside.startsWith('..') && !inside.includes('node_modules/');
}
