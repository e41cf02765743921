import type { SourceLocation, Step } from '@millwright/core';
import { headOf, stripAnsi } from '@millwright/core/record';
import type { Location, TestStep } from '@playwright/test/reporter';

import { titleOfStep } from '../compat.ts';
import { relativePathOf } from './relative-path.ts';

const maxStepCount = 200;
const maxTitleLength = 300;

/** Steps that were kept, and how many were not. */
export interface FlatSteps {
  readonly steps: readonly Step[];
  readonly dropped: number;
}

/**
 * The tree of steps as a list in the order of their start, at most 200. Hooks and fixtures that hold nothing and did not fail are
 * Playwright's own scaffolding and left out. When there are too many, those that failed stay and then the earliest.
 */
export function flattenSteps(roots: readonly TestStep[], root: string): FlatSteps {
  const steps: Step[] = [];
  for (const step of roots) addSteps(step, 0, root, steps);
  if (steps.length <= maxStepCount) return { steps, dropped: 0 };
  const room = maxStepCount - Math.min(maxStepCount, steps.filter((step) => step.failed).length);
  let sound = 0;
  const kept = steps.filter((step) => step.failed || (sound += 1) <= room).slice(0, maxStepCount);
  return { steps: kept, dropped: steps.length - kept.length };
}

/** A place in the source, relative to the root. */
export function sourceLocationOf(location: Location, root: string): SourceLocation {
  return { file: relativePathOf(location.file, root), line: location.line, column: location.column };
}

function addSteps(step: TestStep, depth: number, root: string, steps: Step[]): void {
  if (isScaffolding(step)) return;
  steps.push({
    title: headOf(stripAnsi(titleOfStep(step)), maxTitleLength),
    category: step.category,
    // A step that never ended has a duration of -1.
    durationMs: Math.max(0, step.duration),
    depth,
    ...(step.location ? { location: sourceLocationOf(step.location, root) } : {}),
    ...(step.error ? { failed: true } : {}),
  });
  for (const child of step.steps) addSteps(child, depth + 1, root, steps);
}

function isScaffolding(step: TestStep): boolean {
  if (step.error || (step.category !== 'hook' && step.category !== 'fixture')) return false;
  return !step.location && step.steps.every(isScaffolding);
}
