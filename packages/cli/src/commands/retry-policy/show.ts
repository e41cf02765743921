import type { Command } from '../../frame/command.ts';
import { textOption } from '../../frame/options.ts';
import type { ClassOutlook, FailureOutlook } from '../../retry/find-retry-outlooks.ts';
import { readRetryPolicy } from '../../retry/read-retry-policy.ts';
import { renderRetryPolicy } from '../../retry/render-retry-policy.ts';

const options = {
  test: textOption('test', { describe: 'only failures of tests whose name or id holds this text' }),
} as const;

/** `e2e retry-policy show`: whether, how often and after what wait each failure would be tried again, and why. */
export const retryPolicyShowCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e retry-policy show', 'per class, and per failure of each test that is remembered'],
    ['e2e retry-policy show --test "cart > adds" --json', 'the failures of some tests, for a script'],
  ],
  async run(context, args) {
    const view = await readRetryPolicy(context, args.test);
    return {
      exitCode: 0,
      document: {
        format: 'millwright/retry-outlook',
        version: 1,
        policy: context.config.retry,
        trials: view.trials,
        classes: view.classes.map(({ cause, ...row }) => ({ cause, ...outlookOf(row) })),
        failures: view.failures.map(failureOf),
      },
      text: renderRetryPolicy(context.paint, view),
    };
  },
};

function outlookOf({ retries, firstRatio, anyRatio, delaysMs, expectedMinutes, reason }: Omit<ClassOutlook, 'cause'>) {
  return { retries, firstRatio, anyRatio, delaysMs, expectedMs: Math.round(expectedMinutes * 60_000), reason };
}

function failureOf({ test, signature, cause, state, failedRuns, lastFailedAt, ...row }: FailureOutlook) {
  const { id, runner, project, file, titlePath } = test;
  return {
    testId: id,
    runner,
    project,
    file,
    titlePath,
    signature,
    cause,
    state,
    failedRuns,
    lastFailedAt,
    ...outlookOf(row),
  };
}
