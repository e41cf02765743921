import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Context } from '../context/context.ts';
import { findRunnerConfigs } from '../wiring/find-configs.ts';
import type { CheckResult } from './check.ts';

/** Whether the Chromium that Playwright would start is there. A config may name another one, so its absence only warns. */
export async function checkBrowser({ root }: Context): Promise<readonly CheckResult[]> {
  if (!findRunnerConfigs(root).some((config) => config.runner === 'playwright')) return [];
  try {
    const playwright = createRequire(join(root, 'package.json'))('@playwright/test') as {
      chromium: { executablePath(): string };
    };
    const path = playwright.chromium.executablePath();
    if (existsSync(path)) return [{ name: 'browser', state: 'ok', message: `Chromium at ${path}` }];
    return [
      {
        name: 'browser',
        state: 'warning',
        message: "Playwright's own Chromium is not installed.",
        advice:
          'Run `npx playwright install chromium`, unless your config names another browser (`launchOptions.executablePath`, `channel`).',
      },
    ];
  } catch {
    return [];
  }
}
