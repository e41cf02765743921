import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type {
  ControlObservation,
  Execution,
  PlannedTest,
  ProofControl,
  ProofObservation,
  ProofRequest,
  ProofStep,
  Run,
  RunCount,
  StepObservation,
} from '@millwright/core';
import { createRunId } from '@millwright/history';

import { carryOutBatch } from '../../execution/carry-out-batch.ts';
import { type ExecutionScope, readRecordedRuns } from '../../execution/execute-strategy.ts';
import { withDependencies } from '../../execution/with-dependencies.ts';
import { runCountOf } from '../run-repeatedly.ts';

/** What a run of a proof is to do. */
export interface ProofRunRequest {
  readonly tests: readonly PlannedTest[];
  readonly repeats?: number;
  readonly watched?: readonly ProofStep[];
  /** Where pictures of the watched steps go. */
  readonly crops?: string;
  /** Negative controls, one for each repeat. */
  readonly controls?: readonly ProofControl[];
}

/** What a run of a proof has shown. */
export interface ProofRun {
  readonly runs: readonly Run[];
  /** The steps of the tests that were asked for, in the order of the attempts' steps; those of their dependencies are left out. */
  readonly steps: readonly StepObservation[];
  readonly controls: readonly ControlObservation[];
  /** How often a test ran, and how often it failed. */
  countOf(test: PlannedTest): RunCount;
}

/**
 * Runs tests of Playwright without retries and looks at every step of them. The runs are experiments: they are no evidence about the suite,
 * and nothing is remembered of their elements.
 */
export async function runProof(scope: ExecutionScope, request: ProofRunRequest): Promise<ProofRun> {
  const { context } = scope;
  const { world } = context;
  const id = createRunId({ nowMs: world.nowMs(), random: world.random }).toLowerCase();
  const folder = join(context.dir, 'cache', `proof-${id}`);
  const observations = join(folder, 'observations.ndjson');
  mkdirSync(folder, { recursive: true });
  if (request.crops !== undefined) mkdirSync(request.crops, { recursive: true });
  const file = join(folder, 'request.json');
  writeFileSync(file, JSON.stringify(documentOf(request, observations)));
  try {
    const executionId = `proof-${id}`;
    await carryOut(scope, request, { executionId, proofFile: file });
    const runs = await readRecordedRuns(scope.history, executionId);
    const ids = new Set(request.tests.map(({ testId }) => testId));
    const lines = readObservations(observations).filter(({ test }) => ids.has(test));
    return {
      runs,
      steps: lines.filter((line): line is StepObservation => line.k === 'step').toSorted(bySequence),
      controls: lines.filter((line): line is ControlObservation => line.k === 'control'),
      countOf: (test) => runCountOf(test, runs),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function documentOf({ tests, watched = [], crops, controls }: ProofRunRequest, observations: string): ProofRequest {
  const [test] = tests;
  return {
    observations,
    watched,
    ...(crops === undefined ? {} : { crops }),
    ...(controls === undefined ? {} : { controls, ...(test ? { controlled: test.titlePath } : {}) }),
  };
}

async function carryOut(
  scope: ExecutionScope,
  { tests, controls, repeats = controls?.length ?? 1 }: ProofRunRequest,
  { executionId, proofFile }: { readonly executionId: string; readonly proofFile: string },
): Promise<void> {
  const { context } = scope;
  const execution: Execution = {
    executionId,
    strategyId: scope.strategy.id,
    status: 'running',
    startedAt: new Date(context.world.nowMs()).toISOString(),
    options: {},
    batches: [],
    tests: [],
  };
  const options = {
    ...scope.options,
    runnerRetries: 0,
    experiment: true,
    passThrough: [...scope.options.passThrough, ...(repeats > 1 ? [`--repeat-each=${repeats}`] : [])],
  };
  const env = { ...context.config.env, MILLWRIGHT_PROOF: proofFile };
  await carryOutBatch(
    { ...scope, options, context: { ...context, config: { ...context.config, env } } },
    execution,
    {
      runner: 'playwright',
      tests: withDependencies(tests, scope.strategy.testCases),
      wholeSuite: false,
      attempt: 0,
    },
    'retry',
  );
  await scope.history.recoverOpenSegments();
}

/** None where the run was killed, or never began. */
function readObservations(file: string): readonly ProofObservation[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ProofObservation);
}

function bySequence(a: StepObservation, b: StepObservation): number {
  return a.repeat - b.repeat || a.retry - b.retry || a.index - b.index;
}
