import { fileURLToPath } from 'node:url';

import type { VitestInstance } from './runner-api.ts';

const setupFile = fileURLToPath(new URL('./setup-istanbul.js', import.meta.url));

/** The setup files that this package adds to the user's projects, absolute. */
export const ownSetupFiles: readonly string[] = [setupFile];

/** Adds the setup file that watches istanbul's counters to every project of the run. */
export function switchOnPerTestCoverage(vitest: VitestInstance): void {
  for (const project of vitest.projects) {
    const files = project.config.setupFiles;
    if (files && !files.includes(setupFile)) files.push(setupFile);
  }
}
