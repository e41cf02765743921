import {
  type OwnRunner,
  type RunnerWorkers,
  type SharedTest,
  type WorkerChoice,
  type WorkerClaims,
  isOwnRunner,
  workersOfRunner,
} from '@millwright/core';

/** How many workers each runner has. Where the runner's own configuration said so, it is not told again. */
export type WorkersByRunner = Readonly<Record<OwnRunner, Pick<WorkerChoice, 'count' | 'from'>>>;

/** The same number for both, as an experiment needs it. */
export function sameWorkersOf(count: number): WorkersByRunner {
  const workers = { count, from: 'flag' } as const;
  return { playwright: workers, vitest: workers };
}

/** The workers of each runner that has tests to run, in the order in which the runners come. */
export function runnerWorkersIn(claims: WorkerClaims, tests: readonly SharedTest[]): readonly RunnerWorkers[] {
  return [...Map.groupBy(tests, ({ runner }) => runner)].flatMap(([runner, own]) =>
    isOwnRunner(runner) ? [{ runner, ...workersOfRunner(claims, runner, own) }] : [],
  );
}

/** The same by runner; one without tests has one worker. */
export function workersByRunnerOf(chosen: readonly RunnerWorkers[]): WorkersByRunner {
  const of = (name: OwnRunner): WorkersByRunner[OwnRunner] =>
    chosen.find(({ runner }) => runner === name) ?? sameWorkersOf(1)[name];
  return { playwright: of('playwright'), vitest: of('vitest') };
}
