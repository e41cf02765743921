import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';

import { ts } from 'ts-morph';

import { isOtherRunner, isPlaywrightModule } from './runner-modules.ts';
import { type PackageManifest, readPackageManifest } from './workspace-packages.ts';

/** Finds the declaration file (`.d.ts`) that a specifier means; a path relative to the root, which may lead out of it. */
export type DeclarationResolver = (fromFile: string, specifier: string) => string | undefined;

const OPTIONS: ts.CompilerOptions = {
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  module: ts.ModuleKind.ESNext,
  // Most declarations are of packages; their sources, if any, tell the same at more cost.
  allowJs: false,
};

/**
 * Resolves declarations as TypeScript does, but only of files beside the asking one and of packages that build on
 * Playwright: what others declare is never read, since nothing is asked of it. Cached.
 */
export function createDeclarationResolver(root: string): DeclarationResolver {
  const found = new Map<string, string | undefined>();
  const cache = ts.createModuleResolutionCache(root, (name) => name, OPTIONS);
  const buildsOnPlaywright = createPackageTest();
  return (fromFile, specifier) => {
    const folder = dirname(join(root, fromFile));
    const key = `${folder}\0${specifier}`;
    if (found.has(key)) return found.get(key);
    const file = isWorthReading(folder, specifier) ? resolve(folder, specifier) : undefined;
    found.set(key, file);
    return file;
  };

  function isWorthReading(folder: string, specifier: string): boolean {
    if (specifier.startsWith('.')) return true;
    const name = packageNameOf(specifier);
    return name !== undefined && buildsOnPlaywright(folder, name);
  }

  function resolve(folder: string, specifier: string): string | undefined {
    const { resolvedModule } = ts.resolveModuleName(specifier, join(folder, 'any.ts'), OPTIONS, ts.sys, cache);
    const file = resolvedModule?.resolvedFileName;
    return file === undefined || !/\.d\.[cm]?ts$/u.test(file) ? undefined : relative(root, file).replaceAll('\\', '/');
  }
}

/** `@scope/name` of `@scope/name/part`; `undefined` for what is no package, or one whose meaning is known without reading it. */
function packageNameOf(specifier: string): string | undefined {
  if (/^(?:[#/]|[a-z]+:)/u.test(specifier) || builtinModules.includes(specifier)) return undefined;
  if (isPlaywrightModule(specifier) || isOtherRunner(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Whether a package depends on Playwright, itself or through a package that it depends on. */
function createPackageTest(): (folder: string, name: string) => boolean {
  const answers = new Map<string, boolean>();
  return function test(folder: string, name: string, mayAskFurther = true): boolean {
    const home = packageFolder(folder, name);
    const key = `${home ?? ''}\0${mayAskFurther}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const names = home === undefined ? [] : dependenciesOf(readPackageManifest(home));
    const answer =
      names.some((one) => isPlaywrightModule(one)) ||
      (mayAskFurther && home !== undefined && names.some((one) => test(home, one, false)));
    answers.set(key, answer);
    return answer;
  };
}

function packageFolder(folder: string, name: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const candidate = join(current, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(current) === current) return undefined;
  }
}

function dependenciesOf(manifest: PackageManifest | undefined): readonly string[] {
  const { dependencies, devDependencies, peerDependencies } = manifest ?? {};
  return Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies });
}
