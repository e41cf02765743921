import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { UserError, nearestNameOf } from '@millwright/core';
import yargs, { type Argv } from 'yargs';

import { commands } from '../commands/registry.ts';
import type { World } from '../context/context.ts';
import { createContext } from '../context/create-context.ts';
import { createPaint } from '../render/paint.ts';
import type { Command, CommandArgs, CommandEntry, CommandResult, ExitCode } from './command.ts';
import { flagOption, textOption } from './options.ts';
import { renderError } from './render-error.ts';

const globalOptions = {
  json: flagOption({ describe: 'print one JSON document on stdout' }),
  root: textOption('root', { describe: 'the project: folder of playwright.config.* or vitest.config.* (default: found upwards)' }),
  dir: textOption('dir', { describe: 'where the history lives (default: .millwright in the project)' }),
} as const;

const outputOption = { output: textOption('output', { describe: 'write the result to this file instead of stdout' }) } as const;

interface Invocation {
  readonly world: World;
  readonly version: string;
  readonly argv: readonly string[];
}

/** Runs one command line. Never throws: every error ends as prose on stderr and an exit code. */
export async function runCli(invocation: Invocation): Promise<ExitCode> {
  const { world } = invocation;
  try {
    return await dispatch(invocation);
  } catch (error) {
    world.stderr.write(renderError(error, createPaint(world.stderr, world.env), invocation.version));
    return 2;
  }
}

async function dispatch({ world, version, argv }: Invocation): Promise<ExitCode> {
  const entry = entryOf(argv);
  const command = await entry?.load();
  const parser = createParser(world, version, entry, command);
  let printed = '';
  const parsed = await parser.parseAsync([...argv], {}, (_error: unknown, _argv: unknown, output: string) => {
    printed = output;
  });
  if (printed !== '') {
    world.stdout.write(`${printed}\n`);
    return 0;
  }
  if (entry === undefined || command === undefined) throw unknownCommand(parsed._.map(String));
  const args = { ...parsed, words: positionalsOf(command, parsed), passThrough: ((parsed['--'] as unknown[]) ?? []).map(String) };
  const context = await createContext(world, args);
  const result = await command.run(context, args as unknown as CommandArgs<Command['options']>);
  writeResult(world, result, args.json === true, command.ownsOutput === true ? undefined : ((args as { output?: string }).output));
  return result.exitCode;
}

function createParser(world: World, version: string, entry: CommandEntry | undefined, command: Command | undefined): Argv<{ json?: boolean; root?: string; dir?: string }> {
  const parser = yargs()
    .scriptName('e2e')
    .usage('$0 <command> [options]')
    .parserConfiguration({ 'populate--': true, 'camel-case-expansion': true })
    .exitProcess(false)
    .help()
    .version(version)
    .alias('help', 'h')
    .wrap(Math.min(110, world.stdout.columns ?? 100))
    .strict()
    .fail((message, error) => {
      throw error ?? usageError(message, knownFlagsOf(command));
    });
  registerCommands(parser, entry, command);
  return parser as Argv<{ json?: boolean; root?: string; dir?: string }>;
}

/** The entry that the first words name: `history list` is looked up before `history`. */
function entryOf(argv: readonly string[]): CommandEntry | undefined {
  const words = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined).filter((word) => !word.startsWith('-'));
  return [words.slice(0, 2).join(' '), words[0]].map((name) => commands.find((entry) => entry.name === name)).find((entry) => entry !== undefined);
}

/** Tells the parser every command by name, and the options of the one that was called. */
function registerCommands(parser: Argv, called: CommandEntry | undefined, command: Command | undefined): void {
  const groups = Map.groupBy(commands, (entry) => entry.name.split(' ')[0] ?? entry.name);
  for (const [first, entries] of groups) {
    if (entries.length === 1 && entries[0]?.name === first) registerCommand(parser, first, entries[0], called, command);
    else {
      parser.command(first, `${entries.map((entry) => entry.name.slice(first.length + 1)).join(', ')}: what is remembered`, (sub) => {
        for (const entry of entries) registerCommand(sub, entry.name.slice(first.length + 1), entry, called, command);
        return sub.demandCommand(1, `\`e2e ${first}\` needs one of: ${entries.map((entry) => entry.name.slice(first.length + 1)).join(', ')}.`);
      });
    }
  }
}

function registerCommand(parser: Argv, name: string, entry: CommandEntry, called: CommandEntry | undefined, command: Command | undefined): void {
  if (entry !== called || command === undefined) {
    parser.command(name, entry.summary);
    return;
  }
  const shape = [name, command.positionals ?? ''].join(' ').trim();
  parser.command(shape, entry.summary, (sub) => {
    sub.options(command.options).options(globalOptions);
    if (command.ownsOutput !== true) sub.options(outputOption);
    for (const [line, what] of command.examples) sub.example(line, what);
    return sub;
  });
}

/** Values of named positionals, in the order in which the command declares them. */
function positionalsOf(command: Command, parsed: Readonly<Record<string, unknown>>): string[] {
  const names = [...(command.positionals ?? '').matchAll(/[<[]([\w-]+)(?:\.\.)?[>\]]/g)].map((match) => match[1] ?? '');
  return names.flatMap((name) => (parsed[name] === undefined ? [] : [parsed[name]].flat().map(String)));
}

function knownFlagsOf(command: Command | undefined): readonly string[] {
  const options = { ...command?.options, ...globalOptions, ...(command?.ownsOutput === true ? {} : outputOption) };
  return ['help', 'version', ...Object.keys(options)];
}

function usageError(message: string, knownFlags: readonly string[]): UserError {
  const unknown = /^Unknown arguments?: (.+)$/.exec(message)?.[1]?.split(', ')[0];
  if (unknown === undefined) return new UserError({ code: 'usage', message: `${message.replace(/\.$/, '')}.`, hint: 'See `e2e --help`.' });
  const nearest = nearestNameOf(unknown, knownFlags);
  return new UserError({
    code: 'unknown-option',
    message: `There is no option or argument \`${unknown}\` here.`,
    hint: nearest === undefined ? 'See the command\'s `--help`.' : `Did you mean \`--${nearest}\`?`,
  });
}

function unknownCommand(words: readonly string[]): UserError {
  const name = words.length === 0 ? undefined : words.join(' ');
  if (name === undefined) return new UserError({ code: 'no-command', message: 'A command is missing.', hint: 'See `e2e --help` for the list.' });
  const nearest = nearestNameOf(name, commands.map((entry) => entry.name));
  return new UserError({
    code: 'unknown-command',
    message: `There is no command \`${name}\`.`,
    hint: nearest === undefined ? 'See `e2e --help` for the list.' : `Did you mean \`e2e ${nearest}\`?`,
  });
}


function writeResult(world: World, result: CommandResult, json: boolean, outputFile: string | undefined): void {
  const text = json ? `${JSON.stringify(result.document, undefined, 2)}\n` : result.text;
  if (outputFile === undefined) {
    world.stdout.write(text);
    return;
  }
  try {
    writeFileSync(resolve(world.cwd, outputFile), text);
  } catch (error) {
    throw new UserError({ code: 'unwritable-output', message: `The result cannot be written to ${outputFile}: ${(error as Error).message}.`, cause: error });
  }
  world.stderr.write(`Written to ${outputFile}.\n`);
}
