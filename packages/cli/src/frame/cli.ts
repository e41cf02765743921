import { commands } from '../commands/registry.ts';
import type { Context, World } from '../context/context.ts';
import { createPaint } from '../render/paint.ts';
import type { Command, CommandResult, ExitCode } from './command.ts';
import { fileErrorOf } from './file-error.ts';
import { commandFirst, commandWordsOf, findEntry, isGroupName } from './find-entry.ts';
import { optionsOf } from './global-options.ts';
import { type ParsedLine, parseLine } from './parser.ts';
import { errorDocumentOf, renderError } from './render-error.ts';
import { misusedOption, unknownCommand } from './usage-errors.ts';
import { writeResult } from './write-result.ts';

interface Invocation {
  readonly world: World;
  readonly version: string;
  readonly argv: readonly string[];
}

/**
 * Runs one command line. Never throws: every error ends as prose on stderr and an exit code, and under `--json` as one
 * document of the format `millwright/error` on stdout as well.
 */
export async function runCli(invocation: Invocation): Promise<ExitCode> {
  const { world, argv, version } = invocation;
  try {
    return await dispatch(invocation);
  } catch (thrown) {
    const error = fileErrorOf(thrown);
    world.stderr.write(renderError(error, createPaint(world.stderr, world.env), version));
    if (asksForJson(argv)) world.stdout.write(`${JSON.stringify(errorDocumentOf(error), undefined, 2)}\n`);
    return 2;
  }
}

async function dispatch({ world, version, argv: written }: Invocation): Promise<ExitCode> {
  const entry = findEntry(commands, written);
  if (entry === undefined && !isOverview(written)) throw unknownCommand(commands, written);
  const argv = entry === undefined ? written : commandFirst(entry, written);
  const command = await entry?.load();
  const misused = misusedOption(optionsOf(command), argv);
  if (misused !== undefined) throw misused;
  const called = entry === undefined || command === undefined ? undefined : { entry, command };
  const line = await parseLine({ version, argv, entries: commands, stdout: world.stdout, called });
  if (line.printed !== '') {
    world.stdout.write(`${line.printed}\n`);
    return 0;
  }
  if (command === undefined) throw unknownCommand(commands, argv);
  return runCommand(world, command, line);
}

async function runCommand(world: World, command: Command, { args }: ParsedLine): Promise<ExitCode> {
  // Loaded late, so that help and version cost neither the configuration's schema nor the history.
  const { createContext } = await import('../context/create-context.ts');
  const context = await createContext(world, args, { survivesWrongConfig: command.survivesWrongConfig === true });
  const result: CommandResult = await command.run(context, args as Parameters<Command['run']>[1]);
  sayWarnings(context);
  writeResult(world, result, {
    json: args['json'] === true,
    file: command.ownsOutput === true ? undefined : (args['output'] as string | undefined),
  });
  return result.exitCode;
}

/** What had to be left out while reading is always told, and never stops a command. */
function sayWarnings(context: Context): void {
  const told = new Map(context.historyWarnings().map((warning) => [`${warning.path}\n${warning.message}`, warning]));
  for (const { path, message } of told.values())
    context.say(`${context.paintError.warn('left out')}  ${path}: ${message}`);
}

/** Whether the line asks for the list of commands (of one group) or the version, which need no command. */
function isOverview(argv: readonly string[]): boolean {
  const [first, ...rest] = commandWordsOf(argv);
  const asks = argv.some((word) => ['--help', '-h', '--version'].includes(word));
  return asks && (first === undefined || (rest.length === 0 && isGroupName(commands, first)));
}

function asksForJson(argv: readonly string[]): boolean {
  const own = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return own.includes('--json') || own.includes('--json=true');
}
