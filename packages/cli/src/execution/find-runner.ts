import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { UserError } from '@millwright/core';

const packageNames = { playwright: '@playwright/test', vitest: 'vitest' } as const;

/** A runner as the project has it installed. */
export interface InstalledRunner {
  readonly version: string;
  /** Absolute path of the program to start with Node. */
  readonly program: string;
}

/** Finds the runner that the project itself would load; undefined when it is not installed. */
export function findRunner(root: string, runner: 'playwright' | 'vitest'): InstalledRunner | undefined {
  try {
    const manifestPath = createRequire(join(root, 'package.json')).resolve(`${packageNames[runner]}/package.json`);
    const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as {
      version: string;
      bin?: string | Record<string, string>;
    };
    const program = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[runner];
    return program === undefined
      ? undefined
      : { version: manifest.version, program: join(dirname(manifestPath), program) };
  } catch {
    return undefined;
  }
}

/** The same, or a UserError that says what to install. */
export function installedRunnerOf(root: string, runner: 'playwright' | 'vitest'): InstalledRunner {
  const found = findRunner(root, runner);
  if (found !== undefined) return found;
  throw new UserError({
    code: 'runner-not-installed',
    message: `The plan holds ${runner} tests, and ${packageNames[runner]} is not installed in ${root}.`,
    hint: `Run \`npm install --save-dev ${packageNames[runner]}\`, or plan without these tests.`,
  });
}
