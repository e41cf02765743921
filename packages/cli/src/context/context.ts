import type { UserError } from '@millwright/core';
import type { Config } from '@millwright/core/config';
import type { HistoryStore, HistoryWarning } from '@millwright/history';

import type { Paint } from '../render/paint.ts';

/** The process around a command; tests pass their own. */
export interface World {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** Random numbers in [0, 1) for ids. */
  readonly random: () => number;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Asks the person at the terminal and resolves to the line that was typed; absent where nobody is there to answer. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

export interface OutputStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** What every command works with. Opening the history costs a directory listing, so it is done on demand. */
export interface Context {
  readonly world: World;
  /** The project root: the folder of the runner's or Millwright's configuration. Absolute. */
  readonly root: string;
  /** The `.millwright` folder, absolute. */
  readonly dir: string;
  /** ` --root … --dir …` as they were given, to go on a command line that is suggested; empty when neither was. */
  readonly placeFlags: string;
  readonly config: Config;
  /** Where the configuration came from; undefined when everything is default. */
  readonly configFile: string | undefined;
  /** Why the configuration could not be used, for a command that survives it. */
  readonly configFault?: UserError | undefined;
  /** Colours for stdout and for stderr, as the terminal and `NO_COLOR`, `FORCE_COLOR` allow. */
  readonly paint: Paint;
  readonly paintError: Paint;
  /** True when `--json` was given: then stdout holds one document and nothing else. */
  readonly json: boolean;
  openHistory(): Promise<HistoryStore>;
  /** What reading the history had to leave out so far. */
  historyWarnings(): readonly HistoryWarning[];
  /** Prose and progress: a line to stderr. */
  say(line: string): void;
}
