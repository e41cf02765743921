import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/** A runner's configuration file in the project root. */
export interface RunnerConfigFile {
  readonly runner: 'playwright' | 'vitest';
  /** File name relative to the root. */
  readonly file: string;
}

/**
 * The configuration files of the runners in a folder. Vitest's own file hides a `vite.config`, as Vitest itself does; a
 * `vite.config` counts only where Vitest is used.
 */
export function findRunnerConfigs(root: string): readonly RunnerConfigFile[] {
  const found: RunnerConfigFile[] = [];
  const playwright = firstOf(root, 'playwright.config');
  if (playwright !== undefined) found.push({ runner: 'playwright', file: playwright });
  const vitest = firstOf(root, 'vitest.config') ?? viteConfigOf(root);
  if (vitest !== undefined) found.push({ runner: 'vitest', file: vitest });
  return found;
}

/** The absolute path of a runner's configuration file: the one that is named, else that in the root; undefined when it is not there. */
export function findConfigPath(
  root: string,
  runner: RunnerConfigFile['runner'],
  named: string | undefined,
): string | undefined {
  const file = named ?? findRunnerConfigs(root).find((config) => config.runner === runner)?.file;
  const path = file === undefined ? undefined : resolve(root, file);
  return path !== undefined && existsSync(path) ? path : undefined;
}

/** Many apps are built with Vite and tested without Vitest. */
function viteConfigOf(root: string): string | undefined {
  const file = firstOf(root, 'vite.config');
  if (file === undefined) return undefined;
  const isUsed =
    /\bvitest\b|\btest\s*:/.test(readFileSync(join(root, file), 'utf8')) ||
    /"vitest"\s*:/.test(textOf(join(root, 'package.json')));
  return isUsed ? file : undefined;
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function firstOf(root: string, stem: string): string | undefined {
  return extensions.map((extension) => `${stem}.${extension}`).find((name) => existsSync(join(root, name)));
}
