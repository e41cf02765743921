import type { Attachment, Attempt, AttemptStatus, TestId } from '@millwright/core';
import { maxOutputLength, relativeToRoot, stripAnsi, tailOf, withPendingCall } from '@millwright/core/record';
import type { TestCase, TestResult } from '@playwright/test/reporter';

import { failureOfError } from './failure.ts';
import { type ReadText, readPageEvidence } from './page-evidence.ts';
import { flattenSteps } from './steps.ts';

const maxFailureCount = 10;
const maxAttachmentCount = 50;

/** What an attempt needs from outside the result. */
export interface AttemptContext {
  readonly testId: TestId;
  /** The project root, absolute. */
  readonly root: string;
  readonly readText: ReadText;
  /** Replaces the status of a result that Playwright never finished. */
  readonly status?: AttemptStatus;
  readonly durationMs?: number;
}

/** One result of Playwright in our words. Reads the error context of a failure and nothing else. */
export function readAttempt(test: TestCase, result: TestResult, context: AttemptContext): Attempt {
  const { steps, dropped } = flattenSteps(result.steps, context.root);
  const stdoutTail = outputTailOf(result.stdout);
  const stderrTail = outputTailOf(result.stderr);
  return {
    testId: context.testId,
    retry: result.retry,
    repeat: test.repeatEachIndex,
    status: context.status ?? result.status,
    startedAtMs: result.startTime.getTime(),
    durationMs: context.durationMs ?? Math.max(0, result.duration),
    workerIndex: result.workerIndex,
    parallelIndex: result.parallelIndex,
    ...(steps.length > 0 ? { steps } : {}),
    ...(dropped > 0 ? { stepsDropped: dropped } : {}),
    ...failuresOf(result, context),
    ...attachmentsOf(result, context.root),
    ...(stdoutTail === '' ? {} : { stdoutTail }),
    ...(stderrTail === '' ? {} : { stderrTail }),
  };
}

function failuresOf(result: TestResult, { root, readText }: AttemptContext): Pick<Attempt, 'failures'> {
  if (result.errors.length === 0) {
    const isBad = result.status === 'failed' || result.status === 'timedOut';
    return isBad
      ? {
          failures: [
            {
              message: `The test ${result.status === 'failed' ? 'failed' : 'timed out'} and the runner gave no error.`,
              frames: [],
            },
          ],
        }
      : {};
  }
  const pages = readPageEvidence(result, readText);
  const failures = result.errors.slice(0, maxFailureCount).map((error, index) => {
    const page = pages.get(index);
    return failureOfError(error, { root, steps: result.steps, ...(page ? { page } : {}) });
  });
  return { failures: withPendingCall(failures) };
}

function attachmentsOf(result: TestResult, root: string): Pick<Attempt, 'attachments'> {
  const attachments = result.attachments
    .filter(({ name }) => !name.startsWith('_'))
    .slice(0, maxAttachmentCount)
    .map(({ name, contentType, path }): Attachment => {
      return path === undefined ? { name, contentType } : { name, contentType, path: relativeToRoot(path, { root }) };
    });
  return attachments.length > 0 ? { attachments } : {};
}

/** The end of what was printed; reads from the end, so a chatty test costs no more than a quiet one. */
function outputTailOf(chunks: readonly (string | Buffer)[]): string {
  let text = '';
  for (let index = chunks.length - 1; index >= 0 && text.length <= maxOutputLength; index -= 1) {
    const chunk = chunks[index] ?? '';
    text = (typeof chunk === 'string' ? chunk : chunk.toString('utf8')) + text;
  }
  return tailOf(stripAnsi(text), maxOutputLength);
}
