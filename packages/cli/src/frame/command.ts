import type { InferredOptionTypes, Options } from 'yargs';

import type { Context } from '../context/context.ts';

/** 0 fine · 1 tests, gate or findings failed · 2 usage, configuration or environment · 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** What a command hands back: the same facts twice, for programs and for people, and the verdict. */
export interface CommandResult {
  readonly exitCode: ExitCode;
  /** The document that `--json` prints; starts with `format` and `version`. */
  readonly document: { readonly format: string; readonly version: number } & Readonly<Record<string, unknown>>;
  /** What a person reads on stdout, ending in a line break. */
  readonly text: string;
}

/** An argument without a name. */
interface Positional {
  /** In yargs notation: `<run>` for one, `<files..>` for one or more, `[cause]` for one that may be left out. */
  readonly shape: `<${string}>` | `[${string}]`;
  readonly describe: string;
}

/** One command of `e2e`: a file in `commands/` and an entry in `commands/registry.ts`. */
export interface Command<O extends Readonly<Record<string, Options>> = Readonly<Record<string, Options>>> {
  readonly positionals?: readonly Positional[];
  readonly options: O;
  /** At least two real command lines, each with what it does. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** True when `--output` belongs to the command itself (a folder) and not to the frame (a file for the result). */
  readonly ownsOutput?: boolean;
  /** True when a wrong `millwright.config` is something to report: the command then runs with the defaults. */
  readonly survivesWrongConfig?: boolean;
  run(context: Context, args: CommandArgs<O>): Promise<CommandResult>;
}

type CommandArgs<O extends Readonly<Record<string, Options>>> = InferredOptionTypes<O> & {
  /** Positional words after the command's name, in order. */
  readonly words: readonly string[];
  /** What follows `--`: goes to the runner untouched. */
  readonly passThrough: readonly string[];
};

/** An entry of the command table: enough for `e2e --help`, so that nothing else has to be loaded for it. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}
