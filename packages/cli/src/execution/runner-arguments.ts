import { type Execution, UserError } from '@millwright/core';

const withheld = '[redacted]';

/**
 * What may be stored of the arguments after `--`. With a secret among them nothing is: a flag and its value are two
 * arguments, so taking out only the one that looks secret might leave the other.
 */
export function storableArgumentsOf(given: readonly string[], redact: (text: string) => string): readonly string[] {
  const line = given.join(' ');
  return redact(line) === line ? given : [withheld];
}

/**
 * What goes to the runners: the arguments after `--`, or when there are none those that the execution was started
 * with. Throws a UserError when these held a secret: starting the tests without them would be another run.
 */
export function wantedArgumentsOf(execution: Execution, given: readonly string[]): readonly string[] {
  const stored = execution.runnerArguments ?? [];
  if (given.length > 0 || !stored.includes(withheld)) return given.length > 0 ? given : stored;
  throw new UserError({
    code: 'arguments-withheld',
    message: `What followed \`--\` when ${execution.executionId} was started held a secret, so it was not stored.`,
    hint: 'Give it again after `--`.',
  });
}
