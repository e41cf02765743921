import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { RunForgiveness, judgeRun } from '@millwright/history';

import { isMeasuredOtherwise } from './compat.ts';
import type { RunRecording } from './run-recording.ts';
import type { VitestInstance, VitestModule } from './runner-api.ts';
import { type Environment, type Settings, isOff } from './settings.ts';

/**
 * Named by a variable: where this package is linked, Vitest hands out an empty module, in merges of blob reports, for an import that
 * it has read and never loaded.
 */
const storeName: string = '@millwright/history';

/** A run that Vitest has ended, as it told its reporters. */
export interface EndedRun {
  readonly vitest: VitestInstance;
  readonly settings: Settings;
  readonly recording: RunRecording;
  readonly modules: readonly VitestModule[];
  /** Errors that belong to no test, unless the configuration ignores them. */
  readonly errorCount: number;
  /** `passed`, `failed` or `interrupted`. */
  readonly reason: string;
}

/**
 * Whether quarantine has a say: there is a `quarantine.json` beside the config, nothing switches it off, and the run is no
 * experiment, for those must see what is.
 */
export function isQuarantineOn({ root, commission }: Settings, env: Environment): boolean {
  return (
    !isOff(env['MILLWRIGHT_QUARANTINE']) && commission.experiment !== true && existsSync(join(root, 'quarantine.json'))
  );
}

/** Judges a run by `quarantine.json`. What that takes is loaded here and now, for most runs never need it. */
export async function judgeByQuarantine(ended: EndedRun): Promise<RunForgiveness> {
  const store = (await import(storeName)) as { readonly judgeRun: typeof judgeRun };
  const { root, dir } = ended.settings;
  const failed = ended.reason === 'passed' ? [] : ended.recording.failedTestsOf(ended.modules);
  return store.judgeRun({ root, dir, failed, obstacles: obstaclesOf(ended), nowMs: Date.now() });
}

/**
 * Lets a forgiven run end well. Vitest sets the exit code to 1 before it tells reporters that the run is over, and coverage
 * thresholds set it again afterwards, so nothing else is undone. Another code is somebody else's.
 */
export function forgiveExitCode(): void {
  if (process.exitCode === 1) process.exitCode = 0;
}

/** Everything beside failed tests that makes a run fail, or that nobody can call passed. */
function obstaclesOf({ vitest, modules, errorCount, reason }: EndedRun): readonly string[] {
  const broken = modules.filter(hasErrors).length;
  const unfinished = modules.flatMap((module) => [...module.children.allTests()]).filter(isPending).length;
  const measured = modules.filter((module) => isMeasuredOtherwise(module) && module.state() === 'failed').length;
  return [
    ...(reason === 'interrupted' ? ['The run was interrupted.'] : []),
    ...(modules.length === 0 ? ['No test file was run.'] : []),
    ...(errorCount > 0 ? [`${errorCount === 1 ? '1 error' : `${errorCount} errors`} outside any test.`] : []),
    ...(broken > 0 ? [`${filesOf(broken)} could not be loaded, or a hook of theirs failed.`] : []),
    ...(measured > 0 ? [`${filesOf(measured)} of type tests or benchmarks failed.`] : []),
    ...(unfinished > 0 ? [`${unfinished === 1 ? '1 test' : `${unfinished} tests`} never came to an end.`] : []),
    ...(skipsThresholds(vitest)
      ? ['Vitest checks no coverage threshold when a test failed: set `coverage.reportOnFailure`.']
      : []),
  ];
}

function hasErrors(module: VitestModule): boolean {
  return [module, ...module.children.allSuites()].some((suite) => suite.errors().length > 0);
}

function isPending(test: { result(): { readonly state: string } }): boolean {
  return test.result().state === 'pending';
}

function filesOf(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

/** Thresholds that were not checked must not look kept. */
function skipsThresholds({ config: { coverage } }: VitestInstance): boolean {
  return coverage?.enabled === true && coverage.thresholds !== undefined && coverage.reportOnFailure !== true;
}
