import type { CommandEntry } from './command.ts';
import { valuedGlobalOptions } from './global-options.ts';

/** The words of a command line that are neither an option nor the value of one that may stand before the command. */
export function commandWordsOf(argv: readonly string[]): readonly string[] {
  return commandWordPlacesOf(argv).map((place) => argv[place] ?? '');
}

function commandWordPlacesOf(argv: readonly string[]): readonly number[] {
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return own.flatMap((word, place) => (word.startsWith('-') || isValueOfOption(own[place - 1]) ? [] : [place]));
}

/** The entry that the first words name: `history list` is looked up before `history`. */
export function findEntry(entries: readonly CommandEntry[], argv: readonly string[]): CommandEntry | undefined {
  const words = commandWordsOf(argv);
  const names = [words.slice(0, 2).join(' '), words[0] ?? ''];
  return names.flatMap((name) => entries.find((entry) => entry.name === name) ?? [])[0];
}

/** The command line with the name of its command in front: a parser takes a word behind an unknown option for its value. */
export function commandFirst({ name }: CommandEntry, argv: readonly string[]): readonly string[] {
  const words = name.split(' ');
  const moved = new Set(commandWordPlacesOf(argv).slice(0, words.length));
  return [...words, ...argv.filter((_word, place) => !moved.has(place))];
}

/** Whether the first word begins the names of several commands, as `history` does. */
export function isGroupName(entries: readonly CommandEntry[], word: string): boolean {
  return entries.some((entry) => entry.name.startsWith(`${word} `));
}

function isValueOfOption(before: string | undefined): boolean {
  return before !== undefined && valuedGlobalOptions.some((name) => before === `--${name}`);
}
