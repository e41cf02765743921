import path from 'node:path';

import { wantedStrategyOf } from '@millwright/history/recorder';

import type { InjectedOptions } from '../compat.ts';

/** How code that ran in the browser is found: `auto` reads the counters of instrumented builds, `v8` asks Chromium. */
export type CoverageMode = 'auto' | 'off' | 'v8';

/** Options of the reporter, all optional: `reporter: [['list'], ['@millwright/playwright', { coverage: 'v8' }]]`. */
export interface MillwrightReporterOptions {
  /** Where the history lives, relative to the folder of the config. Default `.millwright`; `MILLWRIGHT_DIR` wins. */
  readonly dir?: string;
  /** Default `auto`: costs next to nothing where the build is not instrumented. */
  readonly coverage?: CoverageMode;
  /**
   * Whether to remember what locators resolve to, which healing needs; `'pictures'` also keeps a picture of each element, which delays
   * its first use in a build of the app. Default true.
   */
  readonly elements?: boolean | 'pictures';
  /** Whether to look into the workers at all. Default true; `MILLWRIGHT_CAPTURE=off` wins. */
  readonly capture?: boolean;
  /**
   * The plan that runs follow: `'latest'`, the id of a strategy, or the path of its file. Default: none. `MILLWRIGHT_STRATEGY` wins;
   * `off` follows none.
   */
  readonly strategy?: string;
  /** Secret values, or patterns written as `/…/flags`, to take out before anything is written. */
  readonly redact?: readonly string[];
}

/** The options after defaults and environment. */
export interface ResolvedOptions {
  /** The folder of the config, absolute. */
  readonly root: string;
  /** The history folder, absolute. */
  readonly dir: string;
  readonly coverage: CoverageMode;
  readonly capture: boolean;
  readonly elements: boolean | 'pictures';
  readonly redact: readonly (string | RegExp)[];
  readonly mode: 'test' | 'list' | 'merge';
  /** The plan to keep, absolute, when there is one. */
  readonly planFile?: string;
  /** The strategy to follow, when there is one and no plan file. */
  readonly strategy?: string;
  /** What a proof asks for (`ProofRequest`), absolute, when this run is one. */
  readonly proofFile?: string;
  /** Whether tests may have been changed for this run alone, so that nothing of how they work is to be remembered. */
  readonly isExperiment: boolean;
  /** What was wrong with the options, in sentences. */
  readonly complaints: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Joins options, environment and defaults. Wrong values fall back to the default and are told in `complaints`. */
export function resolveReporterOptions(
  options: MillwrightReporterOptions & InjectedOptions,
  env: Environment,
  cwd: string,
): ResolvedOptions {
  const root = path.resolve(cwd, options.configDir ?? '.');
  const complaints: string[] = [];
  const { coverage = 'auto' } = options;
  const isKnown = coverage === 'auto' || coverage === 'off' || coverage === 'v8';
  if (!isKnown)
    complaints.push(
      `Expected \`coverage\` to be "auto", "off" or "v8", got ${JSON.stringify(coverage)}; using "auto".`,
    );
  return {
    root,
    dir: historyDirOf(options, env, cwd, root),
    coverage: isKnown ? coverage : 'auto',
    capture: options.capture !== false && !isOff(env['MILLWRIGHT_CAPTURE']),
    elements: elementsOf(options.elements, complaints),
    redact: redactionsOf(options.redact, complaints),
    mode: options._mode === 'list' || options._mode === 'merge' ? options._mode : 'test',
    ...commissionOf(env, cwd),
    ...strategyOf(options.strategy, env, complaints),
    complaints,
  };
}

function elementsOf(elements: unknown, complaints: string[]): ResolvedOptions['elements'] {
  if (elements === undefined || elements === true) return true;
  if (elements === false || elements === 'pictures') return elements;
  complaints.push(
    `Expected \`elements\` to be true, false or "pictures", got ${JSON.stringify(elements)}; using true.`,
  );
  return true;
}

/** What a command of ours asks of the run that it starts. */
function commissionOf(env: Environment, cwd: string): Pick<ResolvedOptions, 'isExperiment' | 'planFile' | 'proofFile'> {
  const { MILLWRIGHT_PLAN_FILE: planFile, MILLWRIGHT_PROOF: proofFile, MILLWRIGHT_EXPERIMENT: experiment } = env;
  return {
    isExperiment: experiment === '1' || Boolean(proofFile),
    ...(planFile ? { planFile: path.resolve(cwd, planFile) } : {}),
    ...(proofFile ? { proofFile: path.resolve(cwd, proofFile) } : {}),
  };
}

function strategyOf(option: unknown, env: Environment, complaints: string[]): Pick<ResolvedOptions, 'strategy'> {
  const isName = typeof option === 'string' && option !== '';
  if (option !== undefined && !isName)
    complaints.push(
      `Expected \`strategy\` to be "latest", the id of a strategy or a file, got ${JSON.stringify(option)}; following none.`,
    );
  const strategy = wantedStrategyOf(isName ? option : undefined, env);
  return strategy === undefined ? {} : { strategy };
}

function historyDirOf(
  { dir = '.millwright' }: MillwrightReporterOptions,
  env: Environment,
  cwd: string,
  root: string,
): string {
  return env['MILLWRIGHT_DIR'] ? path.resolve(cwd, env['MILLWRIGHT_DIR']) : path.resolve(root, dir);
}

/** Whether an environment variable switches something off. */
export function isOff(value: string | undefined): boolean {
  return value !== undefined && /^(?:off|0|false|no)$/i.test(value.trim());
}

function redactionsOf(redact: readonly string[] | undefined, complaints: string[]): (string | RegExp)[] {
  if (redact === undefined) return [];
  if (!Array.isArray(redact)) {
    complaints.push(`Expected \`redact\` to be a list of texts, got ${JSON.stringify(redact)}; using none.`);
    return [];
  }
  return redact.flatMap((entry: unknown) => {
    if (entry instanceof RegExp) return [entry];
    if (typeof entry === 'string' && entry !== '') return [redactionOf(entry, complaints)];
    complaints.push(`Expected each entry of \`redact\` to be a text, got ${JSON.stringify(entry)}; leaving it out.`);
    return [];
  });
}

function redactionOf(entry: string, complaints: string[]): string | RegExp {
  const pattern = /^\/(.+)\/([a-z]*)$/s.exec(entry);
  if (!pattern) return entry;
  try {
    return new RegExp(pattern[1] ?? '', pattern[2]);
  } catch {
    complaints.push(`Expected \`redact\` entry ${entry} to be a regular expression; taking it as plain text.`);
    return entry;
  }
}
