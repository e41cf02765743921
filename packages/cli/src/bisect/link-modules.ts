import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** Caches of tools: written while tests run, so each checkout has its own. */
const ownCaches = new Set(['.cache', '.vite', '.vite-temp', '.vitest', '.package-lock.json']);

/**
 * Gives a checkout the packages that are installed in the user's, without copying them. Each package is linked by itself:
 * one that is a link into the user's own sources (a workspace) becomes a link to the same folder of the checkout, because the
 * checkout's sources are what is to be tested. `folders` are relative to the top of both.
 */
export function linkModules(userTop: string, treeTop: string, folders: readonly string[]): void {
  for (const folder of folders) {
    const from = join(userTop, folder, 'node_modules');
    if (existsSync(from) && existsSync(join(treeTop, folder))) {
      linkEntries(from, join(treeTop, folder, 'node_modules'), { userTop: realpathSync(userTop), treeTop });
    }
  }
}

/** Removes the packages of a checkout: links, or what was installed. */
export function removeModules(treeTop: string, folders: readonly string[]): void {
  for (const folder of folders) rmSync(join(treeTop, folder, 'node_modules'), { recursive: true, force: true });
}

/** Links one package of the user's into a checkout that lacks it. */
export function linkPackage(userRoot: string, treeRoot: string, name: string): void {
  const from = join(userRoot, 'node_modules', name);
  const to = join(treeRoot, 'node_modules', name);
  if (!existsSync(from) || existsSync(to)) return;
  mkdirSync(dirname(to), { recursive: true });
  symlinkSync(realpathSync(from), to, 'junction');
}

interface Tops {
  readonly userTop: string;
  readonly treeTop: string;
}

function linkEntries(from: string, to: string, tops: Tops): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (ownCaches.has(name)) continue;
    const [source, target] = [join(from, name), join(to, name)];
    if (name.startsWith('@') && !lstatSync(source).isSymbolicLink()) linkEntries(source, target, tops);
    else linkEntry(source, target, tops);
  }
}

function linkEntry(source: string, target: string, { userTop, treeTop }: Tops): void {
  if (lstatSync(target, { throwIfNoEntry: false }) !== undefined || !existsSync(source)) return;
  const real = realpathSync(source);
  const path = relative(userTop, real);
  const isWorkspace = !path.startsWith('..') && !path.split(sep).includes('node_modules');
  symlinkSync(isWorkspace ? join(treeTop, path) : real, target, 'junction');
}
