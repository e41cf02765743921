import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { repositoryRoot } from '../../support/scratch-project.ts';

const ours = ['core', 'history', 'vitest'] as const;

/**
 * Installs one version of Vitest with its coverage providers, once, and puts copies of our built packages beside it: links would
 * find the repository's own Vitest. Returns the `node_modules` folder.
 */
export function installVitest(version: string): string {
  const nodeModules = vitestModulesOf(version);
  const home = dirname(nodeModules);
  if (
    !existsSync(join(nodeModules, 'vitest/vitest.mjs')) ||
    !existsSync(join(nodeModules, '@vitest/coverage-istanbul'))
  ) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, 'package.json'), '{ "private": true }');
    const packages = ['vitest', '@vitest/coverage-v8', '@vitest/coverage-istanbul'].map((name) => `${name}@${version}`);
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
      cwd: home,
      stdio: 'pipe',
    });
  }
  copyOurPackages(nodeModules);
  return nodeModules;
}

/** The folder that `installVitest` makes. */
export function vitestModulesOf(version: string): string {
  return join(tmpdir(), 'millwright-compat', `vitest-${version}`, 'node_modules');
}

/** Copies the built packages, and links what they depend on. */
export function copyOurPackages(nodeModules: string): void {
  for (const name of ours) {
    const source = join(repositoryRoot, 'packages', name);
    const target = join(nodeModules, '@millwright', name);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(join(source, 'dist'), join(target, 'dist'), { recursive: true });
    cpSync(join(source, 'package.json'), join(target, 'package.json'));
    const { dependencies = {} } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    for (const dependency of Object.keys(dependencies).filter((dependency) => !dependency.startsWith('@millwright/')))
      link(nodeModules, dependency);
  }
}

function link(nodeModules: string, dependency: string): void {
  const target = join(nodeModules, dependency);
  const present = lstatSync(target, { throwIfNoEntry: false });
  // A link is ours, and may be of a checkout that is gone; anything else was installed with Vitest.
  if (present?.isSymbolicLink()) unlinkSync(target);
  else if (present) return;
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(repositoryRoot, 'node_modules', dependency), target, 'junction');
}
