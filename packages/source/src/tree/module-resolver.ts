import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix as path, relative, resolve as resolvePath } from 'node:path';

import { ts } from 'ts-morph';

import { exportTargetsOf, importTargetsOf } from './package-entries.ts';
import { type WorkspacePackage, readPackageManifest } from './workspace-packages.ts';

/** Finds the project files that a specifier means. */
export interface ModuleResolver {
  /** The first that is found; `undefined` for packages and what cannot be found. */
  readonly resolve: (fromFile: string, specifier: string) => string | undefined;
  /** All that it may mean: an entry of a package has a target for each condition, and which one counts is up to the runner. */
  readonly resolveAll: (fromFile: string, specifier: string) => readonly string[];
  /** Where the nearest tsconfig says that the functions behind JSX come from. */
  readonly jsxSourceOf: (file: string) => string | undefined;
}

const ENDINGS = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '/index.ts',
  '/index.tsx',
  '/index.mts',
  '/index.js',
  '/index.jsx',
  '/index.mjs',
  '/index.cjs',
];

/** Endings that a specifier may carry for a file that TypeScript compiles to it. */
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/**
 * Resolves relative specifiers and those from the root against the known files, names of workspace packages and of the project itself to
 * their sources, a package.json's `imports`, and everything that a tsconfig's `paths` or `baseUrl` may mean through TypeScript's own
 * resolution. Cached.
 */
export function createModuleResolver(options: {
  readonly root: string;
  readonly files: ReadonlySet<string>;
  readonly packages: readonly WorkspacePackage[];
}): ModuleResolver {
  const { root, files, packages } = options;
  const cache = new Map<string, readonly string[]>();
  const configs = createConfigLookup(root);
  const typescript = createTypeScriptResolver(root, files);
  const own = ownPackageOf(root);
  return {
    resolve: (fromFile, specifier) => resolveAll(fromFile, specifier)[0],
    resolveAll,
    jsxSourceOf: (file) => configs(path.dirname(file)).options.jsxImportSource,
  };

  function resolveAll(fromFile: string, specifier: string): readonly string[] {
    const folder = path.dirname(fromFile);
    const key = `${folder}\0${specifier}`;
    let found = cache.get(key);
    if (found === undefined) cache.set(key, (found = resolveIn(folder, specifier)));
    return found;
  }

  function resolveIn(folder: string, specifier: string): readonly string[] {
    if (specifier.startsWith('.')) return listOf(existing(path.join(folder, specifier), files));
    if (specifier.startsWith('/'))
      return foldersAbove(folder).flatMap((above) => listOf(existing(path.join(above, specifier), files)));
    const named = packages.find((one) => isEntryOf(one, specifier));
    if (named) return resolveInPackage(named, specifier.slice(named.name.length + 1), files);
    const config = configs(folder);
    const mapped =
      config.options.paths || config.options.baseUrl || specifier.startsWith('#')
        ? listOf(typescript(folder, specifier, config))
        : [];
    if (specifier.startsWith('#')) return [...new Set([...mapped, ...resolveImports(root, folder, specifier, files)])];
    if (mapped.length > 0 || !own || !isEntryOf(own, specifier)) return mapped;
    return resolveInPackage(own, specifier.slice(own.name.length + 1), files);
  }
}

function listOf(file: string | undefined): readonly string[] {
  return file === undefined ? [] : [file];
}

function isEntryOf({ name }: WorkspacePackage, specifier: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

/** The project itself, which its tests may import by its own name. */
function ownPackageOf(root: string): WorkspacePackage | undefined {
  const manifest = readPackageManifest(root);
  return manifest?.name === undefined ? undefined : { name: manifest.name, folder: '.', manifest };
}

/** A folder and those above it, the root last. */
function foldersAbove(folder: string): readonly string[] {
  return folder === '.' || folder === '' ? ['.'] : [folder, ...foldersAbove(path.dirname(folder))];
}

/** What the nearest package.json with `imports` says, under any condition. */
function resolveImports(
  root: string,
  folder: string,
  specifier: string,
  files: ReadonlySet<string>,
): readonly string[] {
  for (const above of foldersAbove(folder)) {
    const imports = (readPackageManifest(join(root, above)) as { readonly imports?: unknown } | undefined)?.imports;
    if (imports === undefined) continue;
    return importTargetsOf(imports, specifier).flatMap((target) => listOf(existing(path.join(above, target), files)));
  }
  return [];
}

/** The first of the files that a path without (or with a compiled) ending may mean. */
function existing(base: string, files: ReadonlySet<string>): string | undefined {
  for (const ending of ENDINGS) if (files.has(base + ending)) return base + ending;
  const extension = path.extname(base);
  for (const ending of COMPILED[extension] ?? []) {
    const candidate = base.slice(0, -extension.length) + ending;
    if (files.has(candidate)) return candidate;
  }
  return undefined;
}

/** The sources behind an entry of a package: `dist/x.js` is looked for as `src/x.ts` as well. */
function resolveInPackage(
  { folder, manifest }: WorkspacePackage,
  subpath: string,
  files: ReadonlySet<string>,
): readonly string[] {
  const key = subpath === '' ? '.' : `./${subpath}`;
  const sourcesOf = (targets: readonly (string | undefined)[]): readonly string[] =>
    targets
      .flatMap((target) =>
        target === undefined ? [] : [target, target.replace(/^(\.\/)?(dist|build|lib|out)\//u, 'src/')],
      )
      .flatMap((one) => listOf(existing(path.join(folder, one.replace(/\.d\.([cm]?)ts$/u, '.$1js')), files)));
  const exported = [...new Set(sourcesOf(exportTargetsOf(manifest.exports, key)))];
  if (exported.length > 0) return exported;
  const others = subpath === '' ? [manifest.module, manifest.main] : [subpath, `src/${subpath}`];
  const usual = subpath === '' ? ['src/index', 'index', 'src/main', 'src'] : [];
  return sourcesOf([...others, ...usual]).slice(0, 1);
}

interface NearestConfig {
  readonly options: ts.CompilerOptions;
}

/** The compiler options of the nearest tsconfig.json or jsconfig.json at or above a folder, not above the root. */
function createConfigLookup(root: string): (folder: string) => NearestConfig {
  const known = new Map<string, NearestConfig>();
  return function lookup(folder: string): NearestConfig {
    const cached = known.get(folder);
    if (cached) return cached;
    const file = ['tsconfig.json', 'jsconfig.json']
      .map((name) => join(root, folder, name))
      .find((name) => existsSync(name));
    const parent = path.dirname(folder);
    const config = file ? readConfig(file) : folder === '.' || parent === folder ? { options: {} } : lookup(parent);
    known.set(folder, config);
    return config;
  };
}

function readConfig(file: string): NearestConfig {
  const { config } = ts.readConfigFile(file, (name) => ts.sys.readFile(name)) as { config?: unknown };
  // A host that lists nothing: only the options are wanted, and listing the files costs seconds on large projects.
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: existsSync,
    readFile: (name) => ts.sys.readFile(name),
    readDirectory: () => [],
  };
  const { options } = ts.parseJsonConfigFileContent(config ?? {}, host, dirname(file), undefined, file);
  const referenced = (config as { references?: readonly { path?: string }[] } | undefined)?.references ?? [];
  if (options.paths || referenced.length === 0) return { options };
  // A solution file keeps its `paths` in the configs it refers to (the Vite template does).
  for (const reference of referenced) {
    const target = resolvePath(dirname(file), reference.path ?? '');
    const nested = target.endsWith('.json') ? target : join(target, 'tsconfig.json');
    if (nested === file || !existsSync(nested)) continue;
    const inner = readConfig(nested);
    if (inner.options.paths) return inner;
  }
  return { options };
}

function createTypeScriptResolver(
  root: string,
  files: ReadonlySet<string>,
): (folder: string, specifier: string, config: NearestConfig) => string | undefined {
  const within = (name: string): string => relative(root, name).replaceAll('\\', '/');
  const host: ts.ModuleResolutionHost = {
    fileExists: (name) => files.has(within(name)) || (name.endsWith('package.json') && existsSync(name)),
    readFile: (name) => readFileSync(name, 'utf8'),
    directoryExists: () => true,
  };
  const caches = new Map<NearestConfig, ts.ModuleResolutionCache>();
  return (folder, specifier, config) => {
    const options: ts.CompilerOptions = {
      ...config.options,
      allowJs: true,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      module: ts.ModuleKind.ESNext,
    };
    let cache = caches.get(config);
    if (!cache) caches.set(config, (cache = ts.createModuleResolutionCache(root, (name) => name, options)));
    const resolved = ts.resolveModuleName(specifier, join(root, folder, 'any.ts'), options, host, cache).resolvedModule
      ?.resolvedFileName;
    const file = resolved === undefined ? undefined : within(resolved);
    return file !== undefined && files.has(file) ? file : undefined;
  };
}
