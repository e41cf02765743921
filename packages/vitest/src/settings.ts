import { dirname, resolve } from 'node:path';

import { configFileOf } from './compat.ts';
import type { VitestInstance } from './runner-api.ts';

/** Options of the reporter: `['@millwright/vitest', { … }]`. */
export interface VitestReporterOptions {
  /** Where the history lives, relative to the folder of the config. Default `.millwright`; `MILLWRIGHT_DIR` wins. */
  readonly dir?: string;
  /**
   * Finds out which source files each test executes, and not only which it imports. `istanbul` needs coverage to be on with the
   * istanbul provider and costs about 0.1 ms a test. Default: `off`.
   */
  readonly perTestCoverage?: 'off' | 'istanbul';
  /** Texts and patterns to take out of everything before it is written, beside the secrets found in the environment. */
  readonly redact?: readonly (string | RegExp)[];
}

export interface Settings {
  readonly dir: string;
  /** The project root: the folder of the config, else Vitest's own root. Absolute. */
  readonly root: string;
  readonly perTestCoverage: 'off' | 'istanbul';
  readonly redact: readonly (string | RegExp)[];
  /** What was wrong with the options, in sentences; the defaults stand in. */
  readonly complaints: readonly string[];
  readonly executionId?: string;
  readonly strategyId?: string;
  /** The file that tells in which order to start, absolute. */
  readonly planFile?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the environment switches recording off. */
export function isSwitchedOff(env: Environment): boolean {
  return /^(?:off|0|false|no)$/i.test(env['MILLWRIGHT']?.trim() ?? '');
}

/** Joins options and environment; the environment wins. */
export function settingsOf(
  vitest: VitestInstance,
  options: VitestReporterOptions,
  env: Environment,
  cwd: string,
): Settings {
  const configFile = configFileOf(vitest);
  const root = configFile === undefined ? vitest.config.root : dirname(configFile);
  const executionId = env['MILLWRIGHT_EXECUTION_ID'];
  const strategyId = env['MILLWRIGHT_STRATEGY_ID'];
  const planFile = env['MILLWRIGHT_PLAN_FILE'];
  return {
    root,
    dir: env['MILLWRIGHT_DIR'] ? resolve(cwd, env['MILLWRIGHT_DIR']) : resolve(root, options.dir ?? '.millwright'),
    perTestCoverage: options.perTestCoverage === 'istanbul' ? 'istanbul' : 'off',
    redact: Array.isArray(options.redact) ? options.redact : [],
    complaints: complaintsOf(options),
    ...(executionId ? { executionId } : {}),
    ...(strategyId ? { strategyId } : {}),
    ...(planFile ? { planFile: resolve(cwd, planFile) } : {}),
  };
}

const knownOptions = ['dir', 'perTestCoverage', 'redact'];

/** Options come from a config that no compiler may have seen. */
function complaintsOf(options: VitestReporterOptions): string[] {
  const unknown = Object.keys(options).filter((key) => !knownOptions.includes(key));
  const complaints = unknown.map(
    (key) => `Expected an option of @millwright/vitest (${knownOptions.join(', ')}), got \`${key}\`; leaving it out.`,
  );
  const { perTestCoverage, redact } = options;
  if (perTestCoverage !== undefined && perTestCoverage !== 'off' && perTestCoverage !== 'istanbul') {
    complaints.push(
      `Expected \`perTestCoverage\` to be "off" or "istanbul", got ${JSON.stringify(perTestCoverage)}; using "off".`,
    );
  }
  if (redact !== undefined && !Array.isArray(redact))
    complaints.push(`Expected \`redact\` to be a list, got ${JSON.stringify(redact)}; using none.`);
  return complaints;
}
