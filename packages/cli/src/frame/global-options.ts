import type { Options } from 'yargs';

import type { Command } from './command.ts';
import { flagOption, textOption } from './options.ts';

const globalOptions = {
  json: flagOption({ describe: 'print one JSON document on stdout' }),
  root: textOption('root', {
    describe: 'the project: folder of playwright.config.* or vitest.config.* (default: found upwards)',
  }),
  dir: textOption('dir', { describe: 'where the history lives (default: .millwright in the project)' }),
} as const;

const outputOption = {
  output: textOption('output', { describe: 'write the result to this file instead of stdout' }),
} as const;

/** Every option that a command takes: its own, those of all commands, and `--output` unless it has one itself. */
export function optionsOf(command: Command | undefined): Readonly<Record<string, Options>> {
  return { ...command?.options, ...globalOptions, ...(command?.ownsOutput === true ? {} : outputOption) };
}

/** The options that may stand before the command and take a value. */
export const valuedGlobalOptions: readonly string[] = ['root', 'dir', 'output'];
