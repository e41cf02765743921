import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '../..');
const cache = path.join(tmpdir(), 'millwright-compat');

/** Packages that only one version of Playwright may have. */
const ownedByVersion = new Set(['@playwright', 'playwright', 'playwright-core', '@millwright']);

/**
 * A `node_modules` folder with one version of Playwright (the repository's own when undefined) and our built packages as copies.
 * `parent` is where the folder is made. Copies, because Playwright compiles packages that are linked from outside, and 1.50 on Node 24 never comes back from that.
 */
export function installPlaywright(version: string | undefined, parent: string = cache): string {
  const own = path.join(repository, 'node_modules');
  const source = version === undefined ? own : downloadPlaywright(version);
  const nodeModules = playwrightModulesOf(version, parent);
  rmSync(nodeModules, { recursive: true, force: true });
  mkdirSync(path.join(nodeModules, '@millwright'), { recursive: true });
  for (const name of ['@playwright', 'playwright', 'playwright-core'])
    symlinkSync(path.join(source, name), path.join(nodeModules, name), 'dir');
  for (const name of readdirSync(own)) {
    if (!ownedByVersion.has(name) && !name.startsWith('.'))
      symlinkSync(path.join(own, name), path.join(nodeModules, name), 'dir');
  }
  for (const name of ['core', 'history', 'playwright']) {
    for (const part of ['dist', 'package.json']) {
      cpSync(path.join(repository, 'packages', name, part), path.join(nodeModules, '@millwright', name, part), {
        recursive: true,
      });
    }
  }
  return nodeModules;
}

/** The folder that `installPlaywright` makes. */
export function playwrightModulesOf(version: string | undefined, parent: string = cache): string {
  return path.join(parent, `project-${version ?? 'current'}`, 'node_modules');
}

function downloadPlaywright(version: string): string {
  const dir = path.join(cache, `pw-${version}`);
  if (!existsSync(path.join(dir, 'node_modules/@playwright/test/package.json'))) {
    mkdirSync(dir, { recursive: true });
    writeFileSync(path.join(dir, 'package.json'), '{ "private": true }');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `@playwright/test@${version}`], {
      cwd: dir,
      stdio: 'pipe',
    });
  }
  return path.join(dir, 'node_modules');
}
