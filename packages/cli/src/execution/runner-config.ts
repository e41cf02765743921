import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';

import { type OwnRunner, UserError } from '@millwright/core';
import type { Config } from '@millwright/core/config';

/** The runner that a configuration file belongs to by its name; undefined when the name does not tell. */
export function runnerOfConfigFile(file: string): OwnRunner | undefined {
  const name = basename(file);
  if (/vitest|^vite\b/i.test(name)) return 'vitest';
  return /playwright|^pw\b/i.test(name) ? 'playwright' : undefined;
}

/** What `--config` and the configuration say about the runners' own configuration files. */
export interface RunnerConfigs {
  /** Absolute path, where `--config` named one for this runner; else the path of `runners.<name>.config`. */
  readonly playwright?: string | undefined;
  readonly vitest?: string | undefined;
}

/**
 * Gives `--config` to the runner it is for: the only one of the plan, else the one its name tells.
 * Throws a UserError when the file does not exist or could be either runner's.
 */
export function runnerConfigsOf(
  flag: string | undefined,
  cwd: string,
  configured: Config['runners'],
  runners: ReadonlySet<string>,
): RunnerConfigs {
  const written = { playwright: configured.playwright.config, vitest: configured.vitest.config };
  if (flag === undefined) return written;
  const path = resolve(cwd, flag);
  if (!existsSync(path)) {
    throw new UserError({
      code: 'no-such-file',
      message: `Expected \`--config\` to name an existing file, got "${flag}".`,
      hint: "Name the runner's own configuration, such as playwright.config.ts.",
    });
  }
  const [only] = runners;
  const runner = runners.size === 1 ? only : runnerOfConfigFile(flag);
  if (runner === 'playwright' || runner === 'vitest') return { ...written, [runner]: path };
  throw new UserError({
    code: 'ambiguous-config',
    message: `The plan holds tests of ${[...runners].join(' and ')}, and "${flag}" could be the configuration of either.`,
    hint: 'Name them as `runners.playwright.config` and `runners.vitest.config` in millwright.config.ts.',
  });
}
