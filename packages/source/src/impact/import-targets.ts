import { statSync } from 'node:fs';
import { join, posix as path } from 'node:path';

import { createModuleResolver } from '../tree/module-resolver.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { isBuiltPath } from './package-reach.ts';

/** All files that a specifier may mean, by its module. */
export type ImportTargets = (fromFile: string, specifier: string) => readonly string[];

/** What changed, as far as it can be imported. */
interface ChangedTargets {
  /** Modules that are gone. */
  readonly deleted: ReadonlySet<string>;
  /** Files that are no modules. */
  readonly others: ReadonlySet<string>;
  /** Modules, those that are gone among them. */
  readonly changedModules: readonly string[];
}

const MODULE_ENDING = /\.[cm]?[jt]sx?$/u;
const ENDINGS = ['', '.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs', '/index.ts', '/index.tsx', '/index.js'];

/**
 * Where an import leads, and where it led before the change. A changed module that goes by the same name as the one that is found counts
 * as well: it may have come before it, or may come before it now. Sources in folders that hold none as a rule (`coverage`, `out`) are
 * looked for on the disk. Cached.
 */
export function createImportTargets(
  tree: SourceTree,
  { deleted, others, changedModules }: ChangedTargets,
): ImportTargets {
  const cache = new Map<string, readonly string[]>();
  const changedByStem = Map.groupBy(
    changedModules.flatMap((file) => stemsOf(file).map((stem) => ({ stem, file }))),
    ({ stem }) => stem,
  );
  const before =
    deleted.size === 0
      ? undefined
      : createModuleResolver({
          root: tree.root,
          files: new Set([...tree.files, ...deleted]),
          packages: tree.packages,
        });
  return (from, written) => {
    const specifier = written.replace(/\?.*$/u, '');
    const key = `${path.dirname(from)}\0${specifier}`;
    let found = cache.get(key);
    if (found === undefined) cache.set(key, (found = [...targetsOf(from, specifier)]));
    return found;
  };

  function targetsOf(from: string, specifier: string): ReadonlySet<string> {
    const found = new Set(tree.resolveModules(from, specifier));
    for (const was of before?.resolveAll(from, specifier) ?? []) if (deleted.has(was)) found.add(was);
    const base = specifier.startsWith('.') ? path.join(path.dirname(from), specifier) : undefined;
    for (const file of namesakesOf(base, specifier, found)) found.add(file);
    for (const other of dataOf(base, specifier)) if (found.size === 0 || base !== undefined) found.add(other);
    if (found.size === 0 && base !== undefined) for (const file of unlistedAt(tree.root, base)) found.add(file);
    return found;
  }

  /** Changed modules that go by the same name. */
  function namesakesOf(base: string | undefined, specifier: string, found: ReadonlySet<string>): readonly string[] {
    if (/\.[cm]?tsx?$/u.test(specifier) && found.size > 0) return [];
    const stems = [...found].flatMap(stemsOf);
    if (base !== undefined) stems.push(base.replace(MODULE_ENDING, ''));
    return stems.flatMap((stem) => (changedByStem.get(stem) ?? []).map(({ file }) => file));
  }

  function dataOf(base: string | undefined, specifier: string): readonly string[] {
    if (base !== undefined) return [base, `${base}.json`].filter((one) => others.has(one));
    if (!/\.\w+$/u.test(specifier)) return [];
    const rest = specifier.replace(/^[@~#$\w-]*\//u, '/');
    return [...others].filter((file) => `/${file}`.endsWith(rest)).slice(0, 1);
  }
}

/** What a specifier may be for a file: without its ending, and without `/index`. */
function stemsOf(file: string): readonly string[] {
  const stem = file.replace(MODULE_ENDING, '');
  return stem.endsWith('/index') ? [stem, stem.replace(/\/index$/u, '')] : [stem];
}

function unlistedAt(root: string, base: string): readonly string[] {
  const found = ENDINGS.map((ending) => base + ending).find(
    (file) => MODULE_ENDING.test(file) && statSync(join(root, file), { throwIfNoEntry: false })?.isFile() === true,
  );
  const isSource =
    found !== undefined &&
    !/(?:^|\/)node_modules\/|\.d\.[cm]?ts$/u.test(found) &&
    (/\.[cm]?tsx?$/u.test(found) || !isBuiltPath(found));
  return isSource ? [found] : [];
}
