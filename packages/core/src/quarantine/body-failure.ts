import { lastLineOfCall } from '../identity/body-hash.ts';
import type { Attempt } from '../model/attempt.ts';
import type { Failure } from '../model/failure.ts';
import { isExpected } from '../model/outcome.ts';
import type { TestEntry } from '../model/test.ts';

/**
 * Why a failed test must not be forgiven although it is quarantined: something else than its own body failed. Undefined when every
 * bad attempt failed in the body. `source` is the text of the test's file.
 *
 * Playwright tells hooks and fixtures as steps. Vitest tells nothing of the kind, so there a failure is of the body when its stack
 * passes through the lines of the test's call, or when it says that the test's own time ran out.
 */
export function outsideBodyReasonOf(
  test: TestEntry,
  attempts: readonly Attempt[],
  source: string | undefined,
): string | undefined {
  const bad = attempts.filter((attempt) => attempt.status !== 'interrupted' && !isExpected(test, attempt));
  if (bad.length === 0) return 'No attempt of it is known to have failed.';
  const reasons = bad.map((attempt) =>
    test.runner === 'playwright' ? outsideByStep(attempt) : outsideByStack(test, attempt, source),
  );
  return reasons.find((reason) => reason !== undefined);
}

function outsideByStep(attempt: Attempt): string | undefined {
  const failed = attempt.steps?.filter((step) => step.failed === true) ?? [];
  const outside = failed.findLast(({ category }) => category === 'hook' || category === 'fixture');
  if (outside) return `Its ${outside.category} "${outside.title}" failed, not its body.`;
  const told = attempt.failures?.find(({ message }) => besideBody.test(message));
  return told && `It failed outside of its body: ${firstLineOf(told)}`;
}

/** Time that ran out in a hook or a fixture, and workers that died, as Playwright words them since 1.50. */
const besideBody =
  /^(?:Error: )?worker process exited unexpectedly|timeout of \d+ms exceeded while (?:running "\w+" hook|setting up|tearing down)|^(?:"?(?:before|after)(?:Each|All)"? hook|fixture "[^"]*") timeout|^Tearing down "[^"]*" exceeded|^Fixture "[^"]*" (?:timeout|exceeded)/i;

function outsideByStack(test: TestEntry, attempt: Attempt, source: string | undefined): string | undefined {
  const failures = attempt.failures ?? [];
  if (failures.length === 0) return 'The runner told no error of it.';
  const thrown = failures.filter((failure) => !isOwnTimeout(failure));
  if (thrown.length === 0) return undefined;
  const last = isPlaceKnown(test) && source !== undefined ? lastLineOfCall(source, test.line, test.column) : undefined;
  if (last === undefined)
    return 'Where its body stands is not known; `includeTaskLocation: true` in the config of Vitest tells it.';
  const outside = thrown.find((failure) => !passesThrough(failure, test, last));
  return outside && `Its error is not seen to come from its own body (a hook, a fixture?): ${firstLineOf(outside)}`;
}

function isOwnTimeout({ message }: Failure): boolean {
  return /^Test timed out in \d+ms/.test(message);
}

/** A test whose place nobody knows is recorded at the first character of its file. */
function isPlaceKnown({ line, column }: TestEntry): boolean {
  return line > 1 || column > 1;
}

function passesThrough({ frames }: Failure, test: TestEntry, lastLine: number): boolean {
  return frames.some(({ file, line }) => file === test.file && line >= test.line && line <= lastLine);
}

function firstLineOf({ message }: Failure): string {
  return message.split('\n')[0]?.slice(0, 200) ?? '';
}
