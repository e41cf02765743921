import { existsSync } from 'node:fs';

import { chromium } from '@playwright/test';

// The headless shell first: it is what Playwright itself starts when nobody watches, and starts in less than half of the time.
const installedByDistribution = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/**
 * The browser that tests use: `CHROMIUM_PATH`, else Playwright's own download, else one that the system's package
 * manager installed. Undefined when there is none.
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const candidates = [env['CHROMIUM_PATH'], chromium.executablePath(), ...installedByDistribution];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}

/** What to say, in one sentence, on a machine without a browser. */
export const chromiumMissing =
  "No Chromium was found: run `npx playwright install chromium`, or install your system's package (Debian: `apt-get install chromium-headless-shell`), or set CHROMIUM_PATH.";
