import type { Context } from '../context/context.ts';
import { interruptible } from '../execution/interruptible.ts';
import { textOption } from '../frame/options.ts';
import { type SuspectScope, openSuspectScope } from './suspect-scope.ts';

/** What every command that experiments with one test takes. */
export const suspectPositionals = [
  { shape: '<test>', describe: '`file`, `file:line`, `file > title` or a part of a title' },
] as const;

/** The options by which such a command finds its test. */
export const suspectOptions = {
  project: textOption('project', { describe: "the runner's project, when the test runs in several" }),
  config: textOption('config', { describe: "the runner's configuration file", alias: 'c' }),
} as const;

interface SuspectArgs {
  readonly words: readonly string[];
  readonly project?: string | undefined;
  readonly config?: string | undefined;
  readonly passThrough: readonly string[];
}

/** Finds the test that was named and experiments with it until Ctrl-C. */
export async function withSuspect<T>(
  context: Context,
  args: SuspectArgs,
  experiment: (subject: SuspectScope, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const interruption = interruptible();
  try {
    const { words, project, config, passThrough } = args;
    const { signal } = interruption;
    return await experiment(
      await openSuspectScope(context, { word: words.join(' '), project, config, passThrough, signal }),
      signal,
    );
  } finally {
    interruption.dispose();
  }
}

/** How the documents of these commands name the test. */
export function documentedSuspectOf({ suspect }: SuspectScope) {
  const { testId, runner, project, file, titlePath } = suspect;
  return { testId, runner, project, file, titlePath };
}
