import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix as path, relative, resolve as resolvePath } from 'node:path';

import { ts } from 'ts-morph';

import type { WorkspacePackage } from './workspace-packages.ts';

/** Finds the project file that a specifier means. */
export type ModuleResolver = (fromFile: string, specifier: string) => string | undefined;

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
 * Resolves relative specifiers against the known files, workspace package names to their source, and everything that
 * a tsconfig's `paths` or `baseUrl` or a package.json's `imports` may mean through TypeScript's own resolution. Cached.
 */
export function createModuleResolver(options: {
  readonly root: string;
  readonly files: ReadonlySet<string>;
  readonly packages: readonly WorkspacePackage[];
}): ModuleResolver {
  const cache = new Map<string, string | undefined>();
  const configs = createConfigLookup(options.root);
  const typescript = createTypeScriptResolver(options.root, options.files);
  return (fromFile, specifier) => {
    const folder = path.dirname(fromFile);
    const key = `${folder}\0${specifier}`;
    if (cache.has(key)) return cache.get(key);
    const found = resolveOne(folder, specifier);
    cache.set(key, found);
    return found;
  };

  function resolveOne(folder: string, specifier: string): string | undefined {
    if (specifier.startsWith('.')) return existing(path.join(folder, specifier), options.files);
    const workspace = options.packages.find((one) => specifier === one.name || specifier.startsWith(`${one.name}/`));
    if (workspace) return resolveInPackage(workspace, specifier.slice(workspace.name.length + 1), options.files);
    const config = configs(folder);
    if (!config.options.paths && !config.options.baseUrl && !specifier.startsWith('#')) return undefined;
    return typescript(folder, specifier, config);
  }
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

/** The source behind a workspace package's entry: `dist/x.js` is looked for as `src/x.ts` as well. */
function resolveInPackage(
  workspace: WorkspacePackage,
  subpath: string,
  files: ReadonlySet<string>,
): string | undefined {
  const key = subpath === '' ? '.' : `./${subpath}`;
  const targets = [
    ...targetsIn(workspace.manifest.exports, key),
    ...(subpath === '' ? [workspace.manifest.module, workspace.manifest.main] : [subpath, `src/${subpath}`]),
  ];
  const candidates = targets.flatMap((target) =>
    target === undefined ? [] : [target, target.replace(/^(\.\/)?(dist|build|lib|out)\//u, 'src/')],
  );
  if (subpath === '') candidates.push('src/index', 'index', 'src/main', 'src');
  for (const candidate of candidates) {
    const found = existing(path.join(workspace.folder, candidate.replace(/\.d\.([cm]?)ts$/u, '.$1js')), files);
    if (found) return found;
  }
  return undefined;
}

function targetsIn(exports: unknown, key: string): string[] {
  if (typeof exports === 'string') return key === '.' ? [exports] : [];
  if (typeof exports !== 'object' || exports === null) return [];
  const map = exports as Record<string, unknown>;
  const isConditions = !Object.keys(map).some((name) => name.startsWith('.'));
  return stringsOf(isConditions ? (key === '.' ? map : undefined) : map[key]);
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((one) => stringsOf(one)) : [];
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
