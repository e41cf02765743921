import { createRequire } from 'node:module';
import { join } from 'node:path';

import { type OwnRunner, UserError } from '@millwright/core';

/**
 * The arguments of a runner with our reporter beside the ones that `--reporter` names among them: the flag replaces every
 * reporter of the configuration, and a run that nothing records counts as never run. Without the flag, or where it names ours, they
 * stay as they are. Vitest 4 and 5 keep the options that the configuration gives our reporter; Vitest 3 and Playwright use its defaults.
 */
export function withKeptReporter(runner: OwnRunner, args: readonly string[]): readonly string[] {
  const flag = replacingFlagOf(runner, args);
  if (flag === undefined) return args;
  // Vitest adds up its flags; of Playwright's the last one wins and holds a list.
  return runner === 'vitest'
    ? args.toSpliced(flag.at + 1, 0, `--reporter=${reporterOf(runner)}`)
    : args.with(flag.at, `${args[flag.at] ?? ''},${reporterOf(runner)}`);
}

/**
 * Throws a UserError when `--reporter` would replace our reporter in a run of one of the runners, and ours cannot be named beside
 * because it is not found from `root`.
 */
export function refuseLostReporter(root: string, runners: readonly string[], args: readonly string[]): void {
  for (const runner of ['playwright', 'vitest'] as const) {
    if (!runners.includes(runner) || replacingFlagOf(runner, args) === undefined) continue;
    if (isFound(root, reporterOf(runner))) continue;
    throw new UserError({
      code: 'reporter-replaced',
      message: `\`--reporter\` replaces the reporters of the configuration, and ${reporterOf(runner)} is not found in ${root} to be named beside, so nothing of this run would be remembered.`,
      hint: `Install it with \`npm install --save-dev ${reporterOf(runner)}\`, or leave out \`--reporter\`.`,
    });
  }
}

function reporterOf(runner: OwnRunner): string {
  return `@millwright/${runner}`;
}

/** The last `--reporter` with its value, and where the value ends; undefined when ours is not lost by it. */
function replacingFlagOf(runner: OwnRunner, args: readonly string[]): { readonly at: number } | undefined {
  const flags = args.flatMap((arg, index) => {
    if (arg.startsWith('--reporter=')) return [{ at: index, value: arg.slice('--reporter='.length) }];
    const value = args[index + 1];
    return arg === '--reporter' && value !== undefined ? [{ at: index + 1, value }] : [];
  });
  const counted = runner === 'vitest' ? flags : flags.slice(-1);
  const last = counted.at(-1);
  // Playwright takes an empty value for none.
  if (last === undefined || (runner === 'playwright' && last.value === '')) return undefined;
  const isOurs = new RegExp(String.raw`@millwright[\\/]${runner}(?:[\\/,]|$)`);
  return counted.some(({ value }) => isOurs.test(value)) ? undefined : last;
}

function isFound(root: string, name: string): boolean {
  try {
    createRequire(join(root, 'package.json')).resolve(name);
    return true;
  } catch {
    return false;
  }
}
