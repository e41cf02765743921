import { fileURLToPath } from 'node:url';

import {
  type Circumstances,
  type Execution,
  type FailureEvidence,
  type PlannedTest,
  type Run,
  type RunCount,
  type TestId,
  failureEvidenceOf,
  isExpected,
  recordedTestsOf,
} from '@millwright/core';
import { createRunId } from '@millwright/history';

import type { Context } from '../context/context.ts';
import type { Batch } from '../execution/batches.ts';
import { carryOutBatch } from '../execution/carry-out-batch.ts';
import { type ExecutionScope, readJoinedRuns } from '../execution/execute-strategy.ts';
import { sameWorkersOf } from '../workers/workers-by-runner.ts';
import { startBusyProcesses } from './busy-processes.ts';
import type { SuspectScope } from './suspect-scope.ts';

/** What one experiment showed: no run (it was not started, skipped or interrupted), or one that passed or failed. */
export interface ExperimentResult extends RunCount {
  readonly durationMs: number;
  /** What failed, when it did. */
  readonly evidence?: FailureEvidence;
}

/** Which tests a batch is to run, and what its runner has to be told for it. */
export interface Company {
  /** The copy of the suspect that is judged; the first when absent. */
  readonly judgedCopy?: number | undefined;
  readonly tests: readonly PlannedTest[];
  readonly wholeSuite: boolean;
  readonly passThrough: readonly string[];
}

/**
 * Runs the suspect once under these circumstances, without retries, and says how it went. The run is marked as an
 * experiment. `number` counts the experiments of an arm from 0: the project may draw other random data each time.
 */
export async function runExperiment(
  subject: SuspectScope,
  circumstances: Circumstances,
  { number, signal }: { readonly number: number; readonly signal: AbortSignal },
): Promise<ExperimentResult> {
  const company = companyOf(subject, circumstances);
  const passThrough = [...company.passThrough, ...flagsOf(subject.suspect.runner, circumstances, number)];
  const stopLoad = startBusyProcesses(circumstances.busyProcesses ?? 0);
  try {
    return await runCompany(
      { ...subject, scope: scopeOf(subject.scope, circumstances, { number, signal }) },
      { ...company, passThrough, judgedCopy: circumstances.judgedCopy },
      number,
    );
  } finally {
    stopLoad();
  }
}

/** How the suspect went, and who else failed before or beside it. */
interface CompanyResult extends ExperimentResult {
  readonly failedOthers: readonly TestId[];
}

/** Runs the suspect once in this company. */
export async function runCompany(
  { scope, suspect }: SuspectScope,
  company: Company,
  number: number,
): Promise<CompanyResult> {
  const { world } = scope.context;
  const startedMs = world.nowMs();
  const execution: Execution = {
    executionId: `lab-${createRunId({ nowMs: startedMs, random: world.random }).toLowerCase()}`,
    strategyId: scope.strategy.id,
    status: 'running',
    startedAt: new Date(startedMs).toISOString(),
    options: {},
    batches: [],
    tests: [],
  };
  const batch: Batch = {
    runner: suspect.runner,
    tests: company.tests,
    wholeSuite: company.wholeSuite,
    attempt: number,
  };
  const options = { ...scope.options, passThrough: [...company.passThrough, ...scope.options.passThrough] };
  await carryOutBatch({ ...scope, options }, execution, batch, 'retry');
  await scope.history.recoverOpenSegments();
  const runs = await readJoinedRuns(scope.history, execution.executionId);
  const result = resultOf(suspect, runs, company.judgedCopy);
  const others = company.tests.filter((test) => test.testId !== suspect.testId);
  const failedOthers = others.filter((test) => resultOf(test, runs).failures > 0).map((test) => test.testId);
  return { ...result, failedOthers, durationMs: world.nowMs() - startedMs };
}

/** How one copy of the suspect went; further copies (`--repeat-each`) are only there to disturb it. */
export function resultOf(
  suspect: PlannedTest,
  runs: readonly Run[],
  judgedCopy = 0,
): RunCount & { readonly evidence?: FailureEvidence } {
  const results = runs.flatMap((run) => {
    const tests = new Map(recordedTestsOf(suspect, run.tests).map((test) => [test.id, test]));
    return run.attempts.flatMap((attempt) => {
      const test = tests.get(attempt.testId);
      const counts = attempt.repeat === judgedCopy && attempt.status !== 'skipped' && attempt.status !== 'interrupted';
      return test !== undefined && counts ? [{ attempt, good: isExpected(test, attempt) }] : [];
    });
  });
  if (results.length === 0) return { runs: 0, failures: 0 };
  const bad = results.find(({ good }) => !good);
  if (bad === undefined) return { runs: 1, failures: 0 };
  return { runs: 1, failures: 1, evidence: failureEvidenceOf(bad.attempt.status, bad.attempt.failures?.[0]) };
}

function companyOf(subject: SuspectScope, { company }: Circumstances): Company {
  const { suspect, mates, others } = subject;
  if (company === 'alone') return { tests: [suspect], wholeSuite: false, passThrough: [] };
  if (company === 'file') return wholeFilesOf(subject, mates);
  return wholeFilesOf(subject, company === 'after-others' ? [...others, ...mates] : [...mates, ...others]);
}

/** Whole files, in the order of the tests. Vitest is given files, so that tests which nobody knows of yet run as well. */
function wholeFilesOf({ suspect }: SuspectScope, tests: readonly PlannedTest[]): Company {
  if (suspect.runner === 'playwright') return { tests, wholeSuite: false, passThrough: [] };
  return { tests, wholeSuite: true, passThrough: [...new Set(tests.map((test) => test.file))] };
}

function flagsOf(runner: 'playwright' | 'vitest', circumstances: Circumstances, number: number): readonly string[] {
  if (runner === 'playwright') {
    const { copies, workers, shuffle } = circumstances;
    return [
      ...(copies > 1 ? [`--repeat-each=${copies}`] : []),
      // Playwright shuffles what may run in parallel; in one worker it runs one after the other.
      ...(workers > 1 || shuffle === true ? ['--fully-parallel'] : []),
      ...(shuffle === true ? [`--shuffle=${number + 1}`] : []),
    ];
  }
  return [
    ...(circumstances.isolate === false ? ['--no-isolate', '--no-file-parallelism'] : []),
    ...(circumstances.shuffle === true ? ['--sequence.shuffle.tests=true', `--sequence.seed=${number + 1}`] : []),
  ];
}

function scopeOf(
  scope: ExecutionScope,
  circumstances: Circumstances,
  { number, signal }: { readonly number: number; readonly signal: AbortSignal },
): ExecutionScope {
  const { context } = scope;
  const env = { ...context.config.env, ...environmentOf(context, circumstances, number) };
  return {
    ...scope,
    signal,
    options: { ...scope.options, workers: sameWorkersOf(circumstances.workers) },
    context: { ...context, config: { ...context.config, env } },
  };
}

function environmentOf(
  { config, world }: Context,
  { env, seedEnv, clock, page, randomSeed, connectionRetries }: Circumstances,
  number: number,
): Readonly<Record<string, string>> {
  const preloads = [
    ...(clock === undefined ? [] : [{ name: 'MILLWRIGHT_LAB_CLOCK', value: clock, file: './shift-clock.cjs' }]),
    ...(page === undefined && clock === undefined
      ? []
      : [{ name: 'MILLWRIGHT_LAB_PAGE', value: { ...page, seed: number }, file: './page-conditions.cjs' }]),
    ...(randomSeed === undefined
      ? []
      : [{ name: 'MILLWRIGHT_LAB_RANDOM', value: randomSeed, file: './fix-random-numbers.cjs' }]),
    ...(connectionRetries === undefined
      ? []
      : [{ name: 'MILLWRIGHT_LAB_CONNECTIONS', value: connectionRetries, file: './retry-connections.cjs' }]),
  ];
  const given = config.env['NODE_OPTIONS'] ?? world.env['NODE_OPTIONS'] ?? '';
  const required = preloads.map(({ file }) => `--require ${JSON.stringify(pathOf(file))}`);
  return {
    ...env,
    ...(seedEnv === undefined ? {} : { [seedEnv]: String(number + 1) }),
    ...Object.fromEntries(preloads.map(({ name, value }) => [name, JSON.stringify(value)])),
    ...(preloads.length === 0 ? {} : { NODE_OPTIONS: [given, ...required].join(' ').trim() }),
  };
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
