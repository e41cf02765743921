import { UserError, nearestNameOf } from '@millwright/core';
import type { Options } from 'yargs';

import { commandWordsOf, isGroupName } from './find-entry.ts';
import type { CommandEntry } from './command.ts';

/** What the parser complained of, in our words: the option or argument, what was expected, and the way out. */
export function usageErrorOf(
  message: string,
  options: Readonly<Record<string, Options>>,
  argv: readonly string[],
): UserError {
  const unknown = /^Unknown arguments?: (.+)$/.exec(message)?.[1]?.split(', ')[0];
  if (unknown !== undefined) return unknownWord(unknown, options, argv);
  const valueless = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  if (valueless !== undefined) return missingValue(valueless);
  if (message.startsWith('Not enough non-option arguments')) {
    return new UserError({ code: 'missing-argument', message: 'An argument is missing.', hint: seeHelp(argv) });
  }
  return new UserError({ code: 'usage', message: `${message.replace(/\.$/, '')}.`, hint: seeHelp(argv) });
}

/** The error for a command line that names no command, or none that exists. */
export function unknownCommand(entries: readonly CommandEntry[], argv: readonly string[]): UserError {
  const words = commandWordsOf(argv);
  const [first] = words;
  if (first === undefined) {
    return new UserError({
      code: 'no-command',
      message: 'A command is missing.',
      hint: 'See `e2e --help` for the list.',
    });
  }
  if (isGroupName(entries, first)) return unknownSubcommand(entries, first, words[1]);
  return new UserError({
    code: 'unknown-command',
    message: `There is no command \`${first}\`.`,
    hint:
      suggestionOf(
        first,
        entries.flatMap((entry) => [entry.name, entry.name.split(' ')[0] ?? entry.name]),
      ) ?? 'See `e2e --help` for the list.',
  });
}

/** An option that was written with a value although it takes none, or negated although it takes one; else undefined. */
export function misusedOption(
  options: Readonly<Record<string, Options>>,
  argv: readonly string[],
): UserError | undefined {
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  for (const word of own) {
    const [, name = '', value] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const misuse = valueOfSwitch(options, name, value) ?? switchedOffValue(options, name);
    if (misuse !== undefined) return misuse;
  }
  return undefined;
}

function valueOfSwitch(
  options: Readonly<Record<string, Options>>,
  name: string,
  value: string | undefined,
): UserError | undefined {
  if (options[name]?.type !== 'boolean' || value === undefined || value === 'true' || value === 'false')
    return undefined;
  return new UserError({
    code: 'wrong-option-value',
    message: `Expected \`--${name}\` to be given without a value, got "${value}".`,
    hint: `Write \`--${name}\` to switch it on, \`--no-${name}\` to switch it off.`,
  });
}

function switchedOffValue(options: Readonly<Record<string, Options>>, name: string): UserError | undefined {
  if (!name.startsWith('no-') || options[name.slice(3)]?.type !== 'string') return undefined;
  return new UserError({
    code: 'wrong-option-value',
    message: `\`--${name.slice(3)}\` takes a value and cannot be switched off by \`--${name}\`.`,
    hint: 'Leave it out.',
  });
}

function unknownSubcommand(entries: readonly CommandEntry[], group: string, word: string | undefined): UserError {
  const names = entries
    .filter((entry) => entry.name.startsWith(`${group} `))
    .map((entry) => entry.name.slice(group.length + 1));
  const list = `\`e2e ${group}\` needs one of: ${names.join(', ')}.`;
  if (word === undefined)
    return new UserError({ code: 'no-command', message: list, hint: `See \`e2e ${group} --help\`.` });
  const nearest = nearestNameOf(word, names);
  return new UserError({
    code: 'unknown-command',
    message: `There is no command \`${group} ${word}\`.`,
    hint: nearest === undefined ? list : `Did you mean \`e2e ${group} ${nearest}\`?`,
  });
}

function unknownWord(word: string, options: Readonly<Record<string, Options>>, argv: readonly string[]): UserError {
  const flag = writtenFlagOf(word, argv);
  if (flag === undefined) {
    return new UserError({
      code: 'unknown-argument',
      message: `There is no argument \`${word}\` here.`,
      hint: seeHelp(argv),
    });
  }
  const written = flag.replace(/^-+/, '');
  const flags = flagNamesOf(options);
  const nearest = nearestNameOf(written, flags) ?? onlyNameWith(written, flags);
  return new UserError({
    code: 'unknown-option',
    message: `There is no option \`${flag}\` here.`,
    hint:
      runnerHintOf(written, flag, argv) ?? (nearest === undefined ? seeHelp(argv) : `Did you mean \`--${nearest}\`?`),
  });
}

/** Options that people know from their runner and that `autonomous-run` hands on as they are. */
const runnerWords = new Set(['headed', 'debug', 'trace', 'reporter', 'update-snapshots', 'browser']);

function runnerHintOf(name: string, flag: string, argv: readonly string[]): string | undefined {
  if (argv[0] !== 'autonomous-run' || !runnerWords.has(name)) return undefined;
  return `It is an option of the runner: write it after \`--\`, as in \`e2e autonomous-run -- ${flag}\`.`;
}

/** The one name that has this word as a part: `--days` is short for `--retention-days`. */
function onlyNameWith(word: string, names: readonly string[]): string | undefined {
  const [only, ...others] = names.filter((name) => !name.startsWith('no-') && name.split('-').includes(word));
  return others.length === 0 ? only : undefined;
}

/** The option as it stands on the line, for `-x`, `--name`, `--name=value` and `--no-name`; undefined when it is no option. */
function writtenFlagOf(name: string, argv: readonly string[]): string | undefined {
  const flags = argv.filter((word) => word.startsWith('-')).map((word) => word.split('=')[0] ?? word);
  const long = flags.find((flag) => flag === `--${name}` || flag === `--no-${name}`);
  if (long !== undefined) return long;
  const short = flags.some((flag) => !flag.startsWith('--') && flag.includes(name));
  return short ? `-${name}` : undefined;
}

function missingValue(name: string): UserError {
  return new UserError({
    code: 'missing-option-value',
    message: `Expected \`--${name}\` to be followed by a value, got nothing.`,
    hint: `A value that starts with a dash is written \`--${name}=-value\`.`,
  });
}

function flagNamesOf(options: Readonly<Record<string, Options>>): readonly string[] {
  const own = Object.entries(options).flatMap(([name, option]) => [
    name,
    ...[option.alias ?? []].flat().filter((alias) => alias.length > 1),
    ...(option.type === 'boolean' ? [`no-${name}`] : []),
  ]);
  return ['help', 'version', ...own];
}

function suggestionOf(word: string, names: readonly string[]): string | undefined {
  const nearest = nearestNameOf(word, names);
  return nearest === undefined ? undefined : `Did you mean \`e2e ${nearest}\`?`;
}

function seeHelp(argv: readonly string[]): string {
  const words = commandWordsOf(argv);
  const name = words[0] === 'history' ? words.slice(0, 2).join(' ') : words[0];
  return name === undefined ? 'See `e2e --help`.' : `See \`e2e ${name} --help\`.`;
}
