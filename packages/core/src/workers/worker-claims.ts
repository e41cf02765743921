import { isOwnRunner, nameOfRunner } from '../model/own-runner.ts';
import type { OwnRunner } from '../model/test.ts';
import { type SharedTest, chooseWorkers } from './choose-workers.ts';
import type { MachineRoom, RunnerSetting, WorkerChoice } from './worker-choice.ts';

/** All that may say how many workers there are; the first that does is heard. */
export interface WorkerClaims {
  /** An option of the command line, with its name. */
  readonly flag?: { readonly name: string; readonly count: number } | undefined;
  /** `parallelWorkers`. */
  readonly configured?: number | undefined;
  readonly settings: Readonly<Partial<Record<OwnRunner, RunnerSetting>>>;
  readonly room: MachineRoom;
}

/** The workers of one runner. Where only the runner can tell, the number is what the machine bears. */
export function workersOfRunner(claims: WorkerClaims, runner: OwnRunner, tests?: readonly SharedTest[]): WorkerChoice {
  const { flag, configured, settings, room } = claims;
  if (flag !== undefined) return { count: flag.count, from: 'flag', reason: `\`${flag.name}\` says so` };
  if (configured !== undefined)
    return { count: configured, from: 'configuration', reason: '`parallelWorkers` of the configuration says so' };
  const machine = chooseWorkers({ runner, room, ...(tests === undefined ? {} : { tests }) });
  const setting = settings[runner];
  if (setting === undefined) return machine;
  if (setting.count !== undefined) return { count: setting.count, from: 'runner', reason: `${setting.by} says so` };
  const name = nameOfRunner(runner);
  return {
    count: machine.count,
    from: 'runner',
    reason: `expected; ${setting.by} may say otherwise in a way that only ${name} can read, so ${name} decides`,
  };
}

/**
 * The workers of tests of several runners, which run one after the other: the smallest number, so that a time planned with it is not
 * too short. Tests of runners that are not ours count as Playwright's, which is the more careful.
 */
export function workersOfAll(
  claims: WorkerClaims,
  runners: readonly string[],
  tests?: readonly SharedTest[],
): WorkerChoice {
  const own = new Set(runners.map((runner): OwnRunner => (isOwnRunner(runner) ? runner : 'playwright')));
  const choices = [...(own.size === 0 ? (['playwright'] as const) : own)].map((runner) =>
    workersOfRunner(
      claims,
      runner,
      tests?.filter((test) => test.runner === runner),
    ),
  );
  return choices.reduce((least, choice) => (choice.count < least.count ? choice : least));
}
