import { installPlaywright } from '../playwright/older-playwright.ts';
import { installVitest } from '../vitest/support/older-vitest.ts';
import { playwrightVersions, vitestVersions } from './versions.ts';

/** Runs once before all test files, which run side by side: two that install the same version would meet. */
export function setup(): void {
  for (const version of playwrightVersions) installPlaywright(version);
  for (const version of vitestVersions) if (version !== undefined) installVitest(version);
}
