import { join } from 'node:path';

import { playwrightModulesOf } from '../playwright/older-playwright.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import { vitestModulesOf } from '../vitest/support/older-vitest.ts';

/** The oldest that is supported and some since; undefined is the repository's own. */
export const playwrightVersions = ['1.50.1', '1.55.1', '1.62.1', undefined] as const;

/** The oldest that is supported and one of each major since; undefined is the repository's own. */
export const vitestVersions = ['3.2.4', '4.1.12', '5.0.5', undefined] as const;

/** Versions with what they are called in the titles of tests. */
export function named<T extends string | undefined>(versions: readonly T[]): readonly { version: T; called: string }[] {
  return versions.map((version) => ({ version, called: version ?? 'of this repository' }));
}

/** The `node_modules` folder with that version and our packages, which `install-versions.ts` has made. */
export function modulesOf(runner: 'playwright' | 'vitest', version: string | undefined): string {
  if (runner === 'playwright') return playwrightModulesOf(version);
  return version === undefined ? join(repositoryRoot, 'node_modules') : vitestModulesOf(version);
}
