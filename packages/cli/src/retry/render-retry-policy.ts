import { causeOf, percentOf } from '@millwright/core';

import type { Paint } from '../render/paint.ts';
import { renderCount, renderDuration } from '../render/duration.ts';
import { renderTable } from '../render/table.ts';
import type { ClassOutlook, FailureOutlook } from './find-retry-outlooks.ts';

const shownFailures = 30;

/** The policy for people: a table of the classes, and each failure that is remembered with what would be done and why. */
export function renderRetryPolicy(
  paint: Paint,
  {
    trials,
    classes,
    failures,
  }: {
    readonly trials: number;
    readonly classes: readonly ClassOutlook[];
    readonly failures: readonly FailureOutlook[];
  },
): string {
  const learned =
    trials === 0
      ? 'No retry is remembered yet: the chances are those that are believed of each class.'
      : `Learned from ${trials === 1 ? '1 retry' : `${trials} retries`}.`;
  return [
    learned,
    '',
    renderTable([
      ['class', 'first retry passes', 'retries', 'waits up to', 'expected'].map((word) => paint.dim(word)),
      ...classes.map((row) => [causeOf(row.cause).title, ...numbersOf(row)]),
    ]),
    ...(failures.length === 0 ? ['No failure of a test is remembered.'] : []),
    ...failures.slice(0, shownFailures).flatMap((failure) => renderFailure(paint, failure)),
    ...(failures.length > shownFailures
      ? [paint.dim(`${renderCount(failures.length - shownFailures, 'older failure')} in the document of --json.`)]
      : []),
    '',
  ].join('\n');
}

function renderFailure(paint: Paint, failure: FailureOutlook): readonly string[] {
  const { test, signature, failedRuns, retries, anyRatio, reason } = failure;
  const head = retries === 0 ? paint.warn('no retry') : paint.good(renderCount(retries, 'retry', 'retries'));
  const rescue = retries === 0 ? '' : `, ${percentOf(anyRatio)} % end green`;
  return [
    `${head}${rescue}  ${paint.strong([test.file, ...test.titlePath].join(' > '))} ${paint.dim(signature)}`,
    `   ${reason}`,
    `   failed so in ${renderCount(failedRuns, 'run')}; ${numbersOf(failure)[3]} expected for its retries`,
  ];
}

function numbersOf({ firstRatio, retries, delaysMs, expectedMinutes }: Omit<ClassOutlook, 'cause'>): readonly string[] {
  if (retries === 0) return [firstRatio === 0 ? '–' : `${percentOf(firstRatio)} %`, 'none', '–', '–'];
  const waits = delaysMs.every((ms) => ms === 0) ? 'none' : delaysMs.map(renderDuration).join(', ');
  return [`${percentOf(firstRatio)} %`, String(retries), waits, renderDuration(expectedMinutes * 60_000)];
}
