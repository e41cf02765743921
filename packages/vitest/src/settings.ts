import { dirname, resolve } from 'node:path';

import { type Commission, commissionOf, wantedStrategyOf } from '@millwright/history/recorder';

import { configFileOf } from './compat.ts';
import type { VitestInstance } from './runner-api.ts';

/** How to find out which files each test executes. */
export type PerTestCoverage = 'off' | 'istanbul' | 'v8';

/** Options of the reporter: `['@millwright/vitest', { … }]`. */
export interface VitestReporterOptions {
  /** Where the history lives, relative to the folder of the config. Default `.millwright`; `MILLWRIGHT_DIR` wins. */
  readonly dir?: string;
  /**
   * Finds out which source files each test executes, and not only which it imports. `istanbul` needs coverage to be on with the
   * istanbul provider and costs about 0.1 ms a test. `v8` asks the engine, needs no coverage, leaves the report of the v8 provider
   * as it is, and costs about 5 ms a test, 14 ms beside that provider. Default: `off`.
   */
  readonly perTestCoverage?: PerTestCoverage;
  /**
   * The plan that runs follow: `'latest'`, the id of a strategy, or the path of its file. Default: none. `MILLWRIGHT_STRATEGY` wins;
   * `off` follows none.
   */
  readonly strategy?: string;
  /** Texts and patterns to take out of everything before it is written, beside the secrets found in the environment. */
  readonly redact?: readonly (string | RegExp)[];
}

export interface Settings {
  readonly dir: string;
  /** The project root: the folder of the config, else Vitest's own root. Absolute. */
  readonly root: string;
  /** Whether to look further than the results: into imports and into the workers. `MILLWRIGHT_CAPTURE=off` says no. */
  readonly capture: boolean;
  readonly perTestCoverage: PerTestCoverage;
  readonly redact: readonly (string | RegExp)[];
  /** What was wrong with the options, in sentences; the defaults stand in. */
  readonly complaints: readonly string[];
  readonly commission: Commission;
  /** The file that tells in which order to start, absolute. */
  readonly planFile?: string;
  /** The strategy to follow, when there is one and no plan file. */
  readonly strategy?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the environment switches recording off. */
export function isSwitchedOff(env: Environment): boolean {
  return isOff(env['MILLWRIGHT']);
}

/** Whether an environment variable switches something off. */
export function isOff(value: string | undefined): boolean {
  return /^(?:off|0|false|no)$/i.test(value?.trim() ?? '');
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
  const capture = !isOff(env['MILLWRIGHT_CAPTURE']);
  const planFile = env['MILLWRIGHT_PLAN_FILE'];
  const strategy = wantedStrategyOf(isName(options.strategy) ? options.strategy : undefined, env);
  return {
    root,
    dir: env['MILLWRIGHT_DIR'] ? resolve(cwd, env['MILLWRIGHT_DIR']) : resolve(root, options.dir ?? '.millwright'),
    capture,
    perTestCoverage: capture && isWay(options.perTestCoverage) ? options.perTestCoverage : 'off',
    redact: Array.isArray(options.redact) ? options.redact : [],
    complaints: complaintsOf(options),
    commission: commissionOf(env),
    ...(planFile ? { planFile: resolve(cwd, planFile) } : {}),
    ...(strategy === undefined ? {} : { strategy }),
  };
}

const ways: ReadonlySet<unknown> = new Set(['off', 'istanbul', 'v8']);

function isWay(value: unknown): value is PerTestCoverage {
  return ways.has(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

const knownOptions = ['dir', 'perTestCoverage', 'redact', 'strategy'];

/** Options come from a config that no compiler may have seen. */
function complaintsOf(options: VitestReporterOptions): string[] {
  const unknown = Object.keys(options).filter((key) => !knownOptions.includes(key));
  const complaints = unknown.map(
    (key) => `Expected an option of @millwright/vitest (${knownOptions.join(', ')}), got \`${key}\`; leaving it out.`,
  );
  const { perTestCoverage, redact, strategy } = options;
  if (strategy !== undefined && !isName(strategy)) {
    complaints.push(
      `Expected \`strategy\` to be "latest", the id of a strategy or a file, got ${JSON.stringify(strategy)}; following none.`,
    );
  }
  if (perTestCoverage !== undefined && !isWay(perTestCoverage)) {
    complaints.push(
      `Expected \`perTestCoverage\` to be "off", "istanbul" or "v8", got ${JSON.stringify(perTestCoverage)}; using "off".`,
    );
  }
  if (redact !== undefined && !Array.isArray(redact))
    complaints.push(`Expected \`redact\` to be a list, got ${JSON.stringify(redact)}; using none.`);
  return complaints;
}
