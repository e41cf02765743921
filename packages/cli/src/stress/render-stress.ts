import type { StressReport } from '@millwright/core';

import type { Paint } from '../render/paint.ts';

const shownLines = 4;

/** The stress runs for people: each test that failed one, with its first error, and why not all was run. Empty lines for nothing. */
export function renderStress(paint: Paint, stress: StressReport | undefined): readonly string[] {
  if (stress === undefined) return [];
  const unstable = stress.tests.filter(({ failures }) => failures > 0);
  return [
    ...unstable.flatMap(({ why, file, titlePath, failures, runs, firstFailure = '' }) => [
      paint.warn(`Flaky when ${why}: ${[file, ...titlePath].join(' > ')} failed ${failures} of ${runs} stress runs`),
      ...firstFailure
        .split('\n')
        .filter((line) => line.trim() !== '')
        .slice(0, shownLines)
        .map((line) => `  ${line}`),
    ]),
    ...stress.reasons.map((reason) => paint.dim(reason)),
  ];
}
