import { existsSync } from 'node:fs';
import { join } from 'node:path';

const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/** A runner's configuration file in the project root. */
export interface RunnerConfigFile {
  readonly runner: 'playwright' | 'vitest';
  /** File name relative to the root. */
  readonly file: string;
}

/** The configuration files of the runners in a folder; Vitest's own file hides a `vite.config`, as Vitest itself does. */
export function findRunnerConfigs(root: string): readonly RunnerConfigFile[] {
  const found: RunnerConfigFile[] = [];
  const playwright = firstOf(root, 'playwright.config');
  if (playwright !== undefined) found.push({ runner: 'playwright', file: playwright });
  const vitest = firstOf(root, 'vitest.config') ?? firstOf(root, 'vite.config');
  if (vitest !== undefined) found.push({ runner: 'vitest', file: vitest });
  return found;
}

function firstOf(root: string, stem: string): string | undefined {
  return extensions.map((extension) => `${stem}.${extension}`).find((name) => existsSync(join(root, name)));
}
