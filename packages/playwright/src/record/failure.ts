import type { Failure, FailureCause, PageEvidence } from '@millwright/core';
import {
  expectedActualOf,
  headOf,
  locatorOf,
  maxMessageLength,
  parseStack,
  splitCallLog,
  splitErrorName,
  stripAnsi,
} from '@millwright/core/record';
import type { TestError, TestStep } from '@playwright/test/reporter';

import { comparedValuesOf, locatorOfStep, titleOfStep } from '../compat.ts';
import { defined } from './defined.ts';
import { sourceLocationOf } from './steps.ts';

const maxValueLength = 2048;
const maxCauseCount = 5;

/** What surrounds an error in its attempt. */
export interface FailureContext {
  /** The project root, absolute. */
  readonly root: string;
  readonly steps?: readonly TestStep[];
  readonly page?: PageEvidence;
}

/** Everything Playwright tells about one error, without colours, in our words. */
export function failureOfError(error: TestError, context: FailureContext): Failure {
  const { root } = context;
  const { name, message: named } = splitErrorName(stripAnsi(error.message ?? error.stack ?? error.value ?? ''));
  const { message, callLog } = splitCallLog(named);
  const step = failingStepOf(error, context.steps ?? []);
  return {
    ...defined({
      name,
      location: error.location && sourceLocationOf(error.location, root),
      snippet: error.snippet && stripAnsi(error.snippet),
      step: step && stripAnsi(titleOfStep(step)),
      locator: (step && locatorOfStep(step)) ?? locatorOf(message, callLog),
      callLog: callLog.length > 0 ? callLog : undefined,
      page: pageOf(context.page, callLog),
    }),
    message: boundedMessage(message),
    frames: parseStack(error.stack ?? '', { root }),
    ...comparisonOf(error, message),
    ...causesOf(error, root),
  };
}

function boundedMessage(message: string): string {
  return headOf(message.trim() || 'An error without a message', maxMessageLength);
}

function pageOf(page: PageEvidence | undefined, callLog: readonly string[]): PageEvidence | undefined {
  const url = page?.url ?? urlIn(callLog);
  return url === undefined ? page : { ...page, url };
}

function comparisonOf(error: TestError, message: string): Pick<Failure, 'expected' | 'actual' | 'diff'> {
  const { expected, actual, diff } = expectedActualOf(message);
  const compared = comparedValuesOf(error);
  return defined({
    expected: bounded(expected ?? printed(compared.expected)),
    actual: bounded(actual ?? printed(compared.actual)),
    diff: bounded(diff),
  });
}

function bounded(value: string | undefined): string | undefined {
  return value === undefined ? undefined : headOf(value, maxValueLength);
}

function printed(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'function') return undefined;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function causesOf(error: TestError, root: string): { causes?: readonly FailureCause[] } {
  const causes: FailureCause[] = [];
  for (let cause = error.cause; cause && causes.length < maxCauseCount; cause = cause.cause) {
    const { name, message } = splitErrorName(stripAnsi(cause.message ?? cause.value ?? ''));
    causes.push({
      ...defined({ name }),
      message: boundedMessage(message),
      frames: parseStack(cause.stack ?? '', { root }),
    });
  }
  return causes.length > 0 ? { causes } : {};
}

/** The innermost step that failed with this error; the first such one, because later ones only pass it on. */
function failingStepOf(error: TestError, steps: readonly TestStep[]): TestStep | undefined {
  for (const step of steps) {
    if (step.error === undefined) continue;
    const inner = failingStepOf(error, step.steps);
    if (inner) return inner;
    if (step.category !== 'hook' && step.error.message === error.message) return step;
  }
  return undefined;
}

function urlIn(callLog: readonly string[]): string | undefined {
  for (const entry of callLog.toReversed()) {
    const url = /navigat(?:ed|ing) to "([^"]+)"/.exec(entry)?.[1];
    if (url !== undefined) return url;
  }
  return undefined;
}
