import type { Options } from 'yargs';
import yargs, { type Argv } from 'yargs';

import type { OutputStream } from '../context/context.ts';
import type { Command, CommandEntry } from './command.ts';
import { optionsOf } from './global-options.ts';
import { usageErrorOf } from './usage-errors.ts';

/** The command line that is to be understood. */
export interface ParserInput {
  readonly version: string;
  readonly argv: readonly string[];
  readonly entries: readonly CommandEntry[];
  readonly stdout: OutputStream;
  /** The command that was called, loaded; undefined when none was. */
  readonly called?: { readonly entry: CommandEntry; readonly command: Command } | undefined;
}

export interface ParsedLine {
  /** The text to print and nothing else, for `--help` and `--version`. */
  readonly printed: string;
  /** Options by name, with their values as the command takes them. */
  readonly args: Readonly<Record<string, unknown>>;
}

/** Understands a command line. Throws a UserError for whatever is wrong with it. */
export async function parseLine(input: ParserInput): Promise<ParsedLine> {
  const options = optionsOf(input.called?.command);
  let printed = '';
  const parsed = await createParser(input, options).parseAsync(
    [...input.argv],
    {},
    (_error: unknown, _argv: unknown, output: string) => {
      printed = output;
    },
  );
  const args: Record<string, unknown> = {
    ...parsed,
    passThrough: ((parsed['--'] as readonly unknown[] | undefined) ?? []).map(String),
    words: wordsOf(input.called?.command, parsed),
  };
  // The values are read here and not by the parser, which would wrap our errors into its own.
  if (printed === '')
    for (const [name, { coerce }] of Object.entries(options))
      if (coerce !== undefined) args[name] = coerce(parsed[name]);
  return { printed, args };
}

function createParser(input: ParserInput, options: Readonly<Record<string, Options>>): Argv {
  const parser = yargs()
    .scriptName('e2e')
    .usage('$0 <command> [options]')
    .parserConfiguration({ 'populate--': true, 'camel-case-expansion': false })
    .exitProcess(false)
    .help()
    .version(input.version)
    .alias('help', 'h')
    .wrap(Math.min(110, input.stdout.columns ?? 100))
    .strict()
    .epilogue('Options of all commands: --json, --root, --dir. See `e2e <command> --help`.')
    .fail((message, error) => {
      throw usageErrorOf(message ?? error?.message ?? 'The command line cannot be understood', options, input.argv);
    });
  if (input.called === undefined) for (const [example, what] of firstSteps) parser.example(example, what);
  registerCommands(parser, input);
  return parser;
}

/** What `e2e --help` shows to begin with. */
const firstSteps: Command['examples'] = [
  ['e2e init --apply', 'add the reporter to your config; then run your tests as ever'],
  ['e2e plan-strategy --name first && e2e autonomous-run', 'run what matters first, and sum up what failed'],
];

interface CommandGroup {
  /** What its commands have in common. */
  readonly summary: string;
  readonly examples: Command['examples'];
}

const groups: Readonly<Record<string, CommandGroup>> = {
  history: {
    summary: 'what is remembered',
    examples: [
      ['e2e history list --last 5', 'the five newest runs'],
      ['e2e history import results.xml', 'runs that another reporter wrote'],
    ],
  },
  quarantine: {
    summary: 'flaky tests that run and do not fail the run',
    examples: [
      ['e2e quarantine list', 'what is in it, and what may leave'],
      ['e2e quarantine check', 'exit code 1 when an entry is past its time'],
    ],
  },
  'retry-policy': {
    summary: 'how often a retry helps here',
    examples: [
      ['e2e retry-policy show', 'the chance, the retries and the waits of each class and failure'],
      ['e2e retry-policy export --output retry-policy.json', "the numbers for the runner's own config"],
    ],
  },
};

/** Tells the parser every command by name, and the options of the one that was called. */
function registerCommands(parser: Argv, input: ParserInput): void {
  const byFirstWord = Map.groupBy(input.entries, (entry) => entry.name.split(' ')[0] ?? entry.name);
  for (const [first, entries] of byFirstWord) {
    // A command of this very name, alone or with others that are about what it did.
    const own = entries.find(({ name }) => name === first);
    const isOther = entries.some((entry) => entry !== own && entry === input.called?.entry);
    if (own && !isOther) registerCommand(parser, first, own, input);
    else {
      const named = entries.filter((entry) => entry !== own);
      const names = named.map((entry) => entry.name.slice(first.length + 1));
      const group = groups[first];
      const summary = group === undefined ? '' : `${group.summary}: `;
      parser.command(first, `${summary}${names.join(', ')}`, (sub) => {
        for (const entry of named) registerCommand(sub, entry.name.slice(first.length + 1), entry, input);
        for (const [example, what] of group?.examples ?? []) sub.example(example, what);
        return sub.usage(`e2e ${first} <command> [options]`).epilogue('');
      });
    }
  }
}

function registerCommand(parser: Argv, name: string, entry: CommandEntry, { called }: ParserInput): void {
  if (called?.entry !== entry) {
    parser.command(name, entry.summary);
    return;
  }
  const { command } = called;
  const positionals = command.positionals ?? [];
  const shape = [name, ...positionals.map((positional) => positional.shape)].join(' ');
  parser.command(shape, entry.summary, (sub) => {
    const line = [entry.name, ...positionals.map((positional) => positional.shape), '[options]'].join(' ');
    sub.usage(`e2e ${line}\n\n${entry.summary}`).epilogue('');
    for (const positional of positionals)
      sub.positional(nameOf(positional.shape), { describe: positional.describe, type: 'string' });
    sub.options(
      Object.fromEntries(
        Object.entries(optionsOf(command)).map(([option, { coerce: _coerce, ...rest }]) => [option, rest]),
      ),
    );
    for (const [example, what] of command.examples) sub.example(example, what);
    return sub;
  });
}

/** Values of named positionals, in the order in which the command declares them. */
function wordsOf(command: Command | undefined, parsed: Readonly<Record<string, unknown>>): readonly string[] {
  const values = (command?.positionals ?? []).map((positional) => parsed[nameOf(positional.shape)]);
  return values.flatMap((value) => (value === undefined ? [] : [value].flat().map(String)));
}

function nameOf(shape: string): string {
  return shape.replaceAll(/[<>[\]]|\.\./g, '');
}
