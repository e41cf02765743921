import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { globSync } from 'tinyglobby';

/** A package of an npm, yarn or pnpm workspace. */
export interface WorkspacePackage {
  readonly name: string;
  /** Posix folder relative to the root. */
  readonly folder: string;
  readonly manifest: PackageManifest;
}

/** The parts of a package.json that matter here. */
export interface PackageManifest {
  readonly name?: string;
  readonly main?: string;
  readonly module?: string;
  readonly exports?: unknown;
  readonly workspaces?: readonly string[] | { readonly packages?: readonly string[] };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Reads a folder's package.json; `undefined` when there is none or it is not JSON. */
export function readPackageManifest(folder: string): PackageManifest | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8').replace(/^\uFEFF/u, ''));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The packages that the root's package.json or pnpm-workspace.yaml lists. Empty for a single package. */
export function readWorkspacePackages(root: string): WorkspacePackage[] {
  const workspaces = readPackageManifest(root)?.workspaces;
  const listed = Array.isArray(workspaces)
    ? (workspaces as readonly string[])
    : ((workspaces as { packages?: readonly string[] } | undefined)?.packages ?? []);
  const globs = [...listed, ...readPnpmGlobs(root)].filter((glob) => typeof glob === 'string' && glob !== '.');
  if (globs.length === 0) return [];
  const patterns = globs.map((glob) => (glob.startsWith('!') ? `!${manifestGlob(glob.slice(1))}` : manifestGlob(glob)));
  const found = globSync(patterns, { cwd: root, ignore: ['**/node_modules/**'] }).sort();
  return found.flatMap((path) => {
    const folder = path.replaceAll('\\', '/').replace(/\/?package\.json$/u, '');
    const manifest = readPackageManifest(join(root, folder));
    return manifest && folder ? [{ name: manifest.name ?? folder.split('/').at(-1) ?? folder, folder, manifest }] : [];
  });
}

function manifestGlob(glob: string): string {
  return `${glob.replace(/^\.\//u, '').replace(/\/+$/u, '')}/package.json`;
}

/** The `packages:` list of pnpm-workspace.yaml, which is a plain list of strings. */
function readPnpmGlobs(root: string): string[] {
  let text: string;
  try {
    text = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  } catch {
    return [];
  }
  const globs: string[] = [];
  let inside = false;
  for (const line of text.split(/\r?\n/u)) {
    if (/^packages\s*:/u.test(line)) inside = true;
    else if (/^\S/u.test(line) && !line.startsWith('#') && !line.startsWith('-')) inside = false;
    const item = inside ? /^\s*-\s*(['"]?)(.+?)\1\s*(?:#.*)?$/u.exec(line) : null;
    if (item?.[2]) globs.push(item[2]);
  }
  return globs;
}
