import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repositoryRoot = resolve(import.meta.dirname, '../..');

/**
 * Gives a project the dependencies of this repository, and copies of our packages, as an installation has them: runners compile what
 * is linked from outside of `node_modules`, which no user pays for.
 */
export function installPackages(root: string, names: readonly string[]): void {
  const nodeModules = join(root, 'node_modules');
  mkdirSync(join(nodeModules, '@millwright'), { recursive: true });
  for (const name of readdirSync(join(repositoryRoot, 'node_modules'))) {
    if (name !== '@millwright' && !name.startsWith('.'))
      symlinkSync(join(repositoryRoot, 'node_modules', name), join(nodeModules, name), 'junction');
  }
  for (const name of names) {
    for (const part of ['dist', 'package.json']) {
      cpSync(join(repositoryRoot, 'packages', name, part), join(nodeModules, '@millwright', name, part), {
        recursive: true,
      });
    }
  }
}
