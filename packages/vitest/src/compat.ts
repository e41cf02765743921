import type {
  VitestAttempt,
  VitestInstance,
  VitestModule,
  VitestSequencer,
  VitestSpecification,
  VitestSuite,
  VitestTest,
  ViteModuleGraph,
} from './runner-api.ts';

/** Every difference between Vitest 3.2, 4 and 5 that this package has to know. */

/** The attempts as Vitest tells them since 5.1; undefined before, and for tests that never ran. */
export function toldAttemptsOf(test: VitestTest): readonly VitestAttempt[] | undefined {
  const attempts = typeof test.attempts === 'function' ? test.attempts() : [];
  return attempts.length > 0 ? attempts : undefined;
}

/** The number of retries: a number in 3, a number or `{ count }` since 4.1. */
export function retriesOf(test: VitestTest): number {
  const retry = test.options.retry;
  return (typeof retry === 'object' ? retry.count : retry) ?? 0;
}

/** The config file: `vite.config` since 4, `server.config` before. Undefined when there is none. */
export function configFileOf(vitest: VitestInstance): string | undefined {
  return vitest.vite?.config?.configFile || vitest.server?.config?.configFile || undefined;
}

/**
 * The graph of the modules that Vite transformed for a test file: the environment that Vitest tells (4 and 5), else the
 * server-side one, else that of the browser.
 */
export function moduleGraphOf(module: VitestModule): ViteModuleGraph | undefined {
  const told = (module as { viteEnvironment?: { moduleGraph?: ViteModuleGraph } }).viteEnvironment?.moduleGraph;
  if (told?.getModuleById(module.moduleId)) return told;
  const environments = Object.values(module.project.vite?.environments ?? {});
  return environments.find((environment) => environment?.moduleGraph?.getModuleById(module.moduleId))?.moduleGraph;
}

/** The worker that runs a test file, from 1; only Vitest 5 tells it. */
export function toldWorkerOf(module: VitestModule): { workerIndex: number; parallelIndex: number } | undefined {
  const { workerId, concurrencyId } = module.diagnostic();
  if (!workerId || !concurrencyId) return undefined;
  return { workerIndex: workerId - 1, parallelIndex: concurrencyId - 1 };
}

/**
 * Whether a skipped test was skipped by itself, with `context.skip()`. No public method tells it from a test that was never
 * started because a hook failed or the run was cancelled, so the runner's own `pending` mark is read where it exists; without
 * it, a skipped test below a suite with errors counts as never started.
 */
export function isSkippedAtRunTime(test: VitestTest): boolean {
  const result = (test as { task?: { result?: { pending?: boolean } } }).task?.result;
  if (typeof result?.pending === 'boolean') return result.pending;
  if ('task' in test) return false;
  return !suitesOf(test).some((suite) => suite.errors().length > 0);
}

/** `vitest bench` is a mode of its own in 3 and 4. */
export function isBenchmarkMode(vitest: VitestInstance): boolean {
  return vitest.config.mode === 'benchmark' || (vitest as { mode?: string }).mode === 'benchmark';
}

/** Type tests and, in 5, the projects that only measure: their results say nothing about the behaviour of the code. */
export function isMeasuredOtherwise(module: VitestModule): boolean {
  return (
    (module.meta() as { typecheck?: boolean }).typecheck === true || module.project.config.benchmark?.enabled === true
  );
}

/** Whether a run has nothing but type tests and benchmarks: `--typecheck.only`, and `vitest bench` of Vitest 5. */
export function isOnlyMeasuredOtherwise(specifications: readonly VitestSpecification[]): boolean {
  return specifications.length > 0 && specifications.every(isMeasuredSpecification);
}

/** Whether a file is to be a type test or a benchmark. */
export function isMeasuredSpecification({ pool, project }: VitestSpecification): boolean {
  return pool === 'typescript' || project?.config?.benchmark?.enabled === true;
}

/**
 * Whether the v8 provider takes the ranges that V8 tells for branches, as Vitest 3 does unless it is told otherwise: its report
 * then depends on how often the counters were read. Vitest 4 and 5 go by the source and have no `ignoreEmptyLines` any more.
 */
export function reportsRangesOfV8({ config }: VitestInstance): boolean {
  const coverage = (config.coverage ?? {}) as { experimentalAstAwareRemapping?: boolean };
  return 'ignoreEmptyLines' in coverage && coverage.experimentalAstAwareRemapping !== true;
}

/** The class that orders the files of a run, the user's own or Vitest's; undefined when it is no class with a `sort`. */
export function sequencerOf(vitest: VitestInstance): VitestSequencer | undefined {
  const sequencer = vitest.config.sequence?.sequencer;
  const prototype: unknown = typeof sequencer === 'function' ? sequencer.prototype : undefined;
  const sorts = typeof (prototype as { sort?: unknown } | undefined)?.sort === 'function';
  return sorts ? (sequencer as VitestSequencer) : undefined;
}

/** Whether a sequencer has a way of its own to cut shards, and not that of Vitest's base class. */
export function cutsOwnShards(Sequencer: VitestSequencer): boolean {
  let prototype: unknown = Sequencer.prototype;
  while (prototype !== null && prototype !== undefined && !Object.hasOwn(prototype, 'shard'))
    prototype = Object.getPrototypeOf(prototype);
  const owner = (prototype as { constructor?: { name?: string } } | null | undefined)?.constructor;
  return owner?.name !== 'BaseSequencer';
}

/** Replaces that class. Vitest makes its sequencer when the first run starts, so `onInit` is early enough. */
export function setSequencer(vitest: VitestInstance, sequencer: VitestSequencer): void {
  if (vitest.config.sequence) vitest.config.sequence.sequencer = sequencer;
}

/** The enclosing suites, innermost first, the file last. */
export function suitesOf(test: VitestTest): readonly (VitestSuite | VitestModule)[] {
  const suites: (VitestSuite | VitestModule)[] = [];
  let at: VitestSuite | VitestModule = test.parent;
  while (at.type === 'suite') {
    suites.push(at);
    at = at.parent;
  }
  return [...suites, at];
}
