import { UserError } from '@millwright/core';

import type { Context } from '../context/context.ts';
import { type ClassOutlook, type FailureOutlook, classOutlooksOf, failureOutlooksOf } from './find-retry-outlooks.ts';
import { noRetryKnowledge, readRetryKnowledge } from './read-retry-knowledge.ts';

/** The policy that the history and the configuration make, row by row. */
export interface RetryPolicyView {
  /** Retries that it was learned from. */
  readonly trials: number;
  readonly classes: readonly ClassOutlook[];
  readonly failures: readonly FailureOutlook[];
}

/** Learns from the history. `named` keeps the failures of tests whose name holds this text; a UserError when none does. */
export async function readRetryPolicy(context: Context, named: string | undefined): Promise<RetryPolicyView> {
  const { learningEnabled, retry } = context.config;
  const knowledge = learningEnabled
    ? await readRetryKnowledge(await context.openHistory(), undefined)
    : noRetryKnowledge;
  const failures = failureOutlooksOf(knowledge, retry);
  const chosen = named === undefined ? failures : failures.filter(({ test }) => nameOf(test).includes(named));
  if (named !== undefined && chosen.length === 0) {
    throw new UserError({
      code: 'no-such-test',
      message: `No failure is remembered of a test whose name holds "${named}".`,
      hint: 'Leave `--test` out to see every failure that is remembered.',
    });
  }
  return { trials: knowledge.model.trials, classes: classOutlooksOf(knowledge, retry), failures: chosen };
}

function nameOf({ id, file, titlePath }: FailureOutlook['test']): string {
  return `${id} ${[file, ...titlePath].join(' > ')}`;
}
