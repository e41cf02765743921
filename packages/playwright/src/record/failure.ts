import {
  type Failure,
  type FailureCause,
  type PageEvidence,
  expectedActualOf,
  headOf,
  maxMessageLength,
  parseStack,
  splitCallLog,
  splitErrorName,
  stripAnsi,
} from '@millwright/core';
import type { TestError, TestStep } from '@playwright/test/reporter';

import { comparedValuesOf, locatorOfStep, titleOfStep } from '../compat.ts';
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
  const raw = stripAnsi(error.message ?? error.stack ?? error.value ?? '');
  const { name, message: named } = splitErrorName(raw);
  const { message, callLog } = splitCallLog(named);
  const step = failingStepOf(error, context.steps ?? []);
  const locator = (step && locatorOfStep(step)) ?? locatorInMessage(message, callLog);
  const url = context.page?.url ?? urlIn(callLog);
  const page = url === undefined ? context.page : { ...context.page, url };
  return {
    ...(name === undefined ? {} : { name }),
    message: headOf(message.trim() || 'An error without a message', maxMessageLength),
    frames: error.stack === undefined ? [] : parseStack(error.stack, { root: context.root }),
    ...(error.location ? { location: sourceLocationOf(error.location, context.root) } : {}),
    ...(error.snippet === undefined ? {} : { snippet: stripAnsi(error.snippet) }),
    ...comparisonOf(error, message),
    ...(step ? { step: stripAnsi(titleOfStep(step)) } : {}),
    ...(locator === undefined ? {} : { locator }),
    ...(callLog.length > 0 ? { callLog } : {}),
    ...(page ? { page } : {}),
    ...causesOf(error, context.root),
  };
}

function comparisonOf(error: TestError, message: string): Pick<Failure, 'expected' | 'actual' | 'diff'> {
  const { expected, actual, diff } = expectedActualOf(message);
  const compared = comparedValuesOf(error);
  const values = { expected: expected ?? printed(compared.expected), actual: actual ?? printed(compared.actual), diff };
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, headOf(value, maxValueLength)]])),
  );
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
      ...(name === undefined ? {} : { name }),
      message: headOf(message.trim() || 'An error without a message', maxMessageLength),
      frames: cause.stack === undefined ? [] : parseStack(cause.stack, { root }),
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

/** `Locator: …` of a failed expectation, or what the call log was waiting for. */
function locatorInMessage(message: string, callLog: readonly string[]): string | undefined {
  const told = /^\s*Locator:\s+(.+)$/m.exec(message)?.[1];
  if (told !== undefined) return told.trim();
  for (const entry of callLog) {
    const awaited = /^waiting for ((?:getBy|locator|frameLocator|internal:).+)$/.exec(entry)?.[1];
    if (awaited !== undefined) return awaited.replace(/ to be .+$/, '').trim();
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
