import { existsSync } from 'node:fs';
import path from 'node:path';

import type { FailedTest } from '@millwright/core';
import type { RunForgiveness } from '@millwright/history';
import type { FullConfig, FullResult, Suite, TestCase } from '@playwright/test/reporter';

import { isDidNotRun } from '../record/not-run.ts';
import type { Recording } from './recording.ts';
import { type ResolvedOptions, isOff } from './reporter-options.ts';

/** A run that Playwright has ended, and what its reporter saw of it. */
export interface EndedRun {
  readonly options: ResolvedOptions;
  readonly config: FullConfig;
  readonly suite: Suite;
  readonly recording: Recording;
  readonly result: FullResult;
  /** Errors that belong to no test. */
  readonly errorCount: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether quarantine has a say: there is a `quarantine.json` beside the config, nothing switches it off, and the run is no
 * experiment, for those must see what is.
 */
export function isQuarantineOn({ root, mode }: ResolvedOptions, env: Environment): boolean {
  return (
    mode === 'test' &&
    !isOff(env['MILLWRIGHT_QUARANTINE']) &&
    env['MILLWRIGHT_EXPERIMENT'] !== '1' &&
    existsSync(path.join(root, 'quarantine.json'))
  );
}

/** Judges a run by `quarantine.json`. What that takes is loaded here and now, for most runs never need it. */
export async function judgeByQuarantine(ended: EndedRun): Promise<RunForgiveness> {
  const { judgeRun } = await import('@millwright/history');
  const { root, dir } = ended.options;
  return judgeRun({ root, dir, failed: failedTestsOf(ended), obstacles: obstaclesOf(ended), nowMs: Date.now() });
}

function failedTestsOf({ config, suite, recording, result }: EndedRun): readonly FailedTest[] {
  if (result.status === 'passed') return [];
  const bad = failsOnFlaky(config) ? ['unexpected', 'flaky'] : ['unexpected'];
  return suite
    .allTests()
    .filter((test) => bad.includes(test.outcome()))
    .map((test) => recording.attemptsOf(test));
}

/** Everything beside failed tests that makes a run fail, or that nobody can call passed. */
function obstaclesOf({ suite, result, errorCount }: EndedRun): readonly string[] {
  const neverRan = suite.allTests().filter(neverStarted).length;
  return [
    ...(result.status === 'interrupted' ? ['The run was interrupted.'] : []),
    ...(result.status === 'timedout' ? ['The run reached its global timeout.'] : []),
    ...(errorCount > 0 ? [`${errorCount === 1 ? '1 error' : `${errorCount} errors`} outside any test.`] : []),
    ...(neverRan > 0 ? [`${neverRan === 1 ? '1 test was' : `${neverRan} tests were`} never started.`] : []),
  ];
}

function neverStarted(test: TestCase): boolean {
  return test.results.every((result) => isDidNotRun(test, result));
}

/** By configuration or by flag (1.52); earlier versions know neither. */
function failsOnFlaky(config: FullConfig): boolean {
  const { failOnFlakyTests } = config as { failOnFlakyTests?: boolean };
  return failOnFlakyTests === true || process.argv.some((arg) => arg.startsWith('--fail-on-flaky-tests'));
}
