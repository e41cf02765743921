import {
  type ArmObservation,
  type Circumstances,
  type Factor,
  type FactorHint,
  type FactorNotTried,
  type JudgedArm,
  type LabVerdict,
  UserError,
  chooseExperiment,
  factors,
  judgeArms,
  labVerdictOf,
  mergeEvidence,
  nearestNameOf,
  planLab,
} from '@millwright/core';

import { findSuspectPatterns } from './find-suspect-patterns.ts';
import { type ExperimentResult, runExperiment } from './run-experiment.ts';
import { type SuspectScope, settingOf } from './suspect-scope.ts';

/** What the lab found out about one test. */
export interface LabReport {
  readonly budgetMs: number;
  readonly spentMs: number;
  /** `found`: a factor was sure; `enough`: every arm had its runs; `budget`: time was over; `interrupted`: Ctrl-C. */
  readonly stopped: 'found' | 'enough' | 'budget' | 'interrupted';
  readonly arms: readonly JudgedArm[];
  readonly notTried: readonly FactorNotTried[];
  /** Factors that were tried first, because patterns in the code of the test speak for them. */
  readonly hints: readonly FactorHint[];
  readonly verdict: LabVerdict;
}

/** What was asked of the lab. */
export interface LabRequest {
  readonly budgetMs: number;
  /** Names of factors; undefined: all. */
  readonly factors: readonly string[] | undefined;
  readonly seedEnv: string | undefined;
}

interface Arm extends ArmObservation {
  readonly circumstances: Circumstances;
  readonly experiments: number;
}

/** Re-runs the suspect under one factor at a time until one is sure to matter or the budget is spent. */
export async function carryOutLab(subject: SuspectScope, request: LabRequest): Promise<LabReport> {
  const { scope } = subject;
  const { world } = scope.context;
  const startedMs = world.nowMs();
  const {
    arms: planned,
    notTried,
    hints,
  } = planLab(settingOf(subject, request.seedEnv), {
    asked: request.factors?.map(factorNamed),
    patterns: findSuspectPatterns(subject),
  });
  let arms: readonly Arm[] = planned.map((arm) => ({ ...arm, ...fresh }));
  let stopped: LabReport['stopped'] | undefined;
  while (stopped === undefined) {
    const remainingMs = request.budgetMs - (world.nowMs() - startedMs);
    const step = chooseExperiment(
      arms.map(({ runs, failures, durationMs, experiments, problem }) => {
        return { count: { runs, failures }, durationMs, experiments, closed: problem !== undefined };
      }),
      remainingMs,
    );
    if (scope.signal.aborted) stopped = 'interrupted';
    else if (step.kind === 'stop') stopped = step.why;
    else arms = await withExperiment(subject, arms, step.arm, remainingMs);
  }
  const judged = judgeArms(arms.map(({ circumstances: _changed, experiments: _count, ...observed }) => observed));
  return {
    budgetMs: request.budgetMs,
    spentMs: world.nowMs() - startedMs,
    stopped,
    arms: judged,
    notTried,
    hints,
    verdict: labVerdictOf(judged),
  };
}

const fresh = { runs: 0, failures: 0, durationMs: 0, experiments: 0, evidence: [] };

function factorNamed(name: string): Factor {
  const found = factors.find((factor) => factor.name === name);
  if (found !== undefined) return found;
  const names = factors.map((factor) => factor.name);
  const nearest = nearestNameOf(name, names);
  throw new UserError({
    code: 'unknown-factor',
    message: `Expected \`--factor\` to name factors of the lab, got "${name}".`,
    hint: `${nearest === undefined ? '' : `Did you mean "${nearest}"? `}Known: ${names.join(', ')}.`,
  });
}

/** A runner that hangs is stopped a little after the budget, and what it did not finish does not count. */
const graceMs = 5000;
const mostLost = 3;

async function withExperiment(
  subject: SuspectScope,
  arms: readonly Arm[],
  index: number,
  remainingMs: number,
): Promise<readonly Arm[]> {
  const arm = arms[index];
  if (arm === undefined) return arms;
  const signal = AbortSignal.any([subject.scope.signal, AbortSignal.timeout(Math.max(0, remainingMs) + graceMs)]);
  const result = await runExperiment(subject, arm.circumstances, { number: arm.experiments, signal });
  const cut = signal.aborted && result.runs === 0;
  const lost = arm.experiments + 1 - arm.runs - result.runs;
  // One experiment without a result may be bad luck; an arm that never gave one, or lost several, is left alone.
  const isUseless = !cut && result.runs === 0 && (arm.runs === 0 || lost >= mostLost);
  if (index === 0 && isUseless) throw neverStarted();
  const next: Arm = {
    ...withResult(arm, result),
    ...(isUseless ? { problem: 'The runner recorded no result of it under these circumstances.' } : {}),
  };
  subject.scope.context.say(`${arm.label}: ${next.failures} of ${next.runs} failed`);
  return arms.with(index, next);
}

function withResult(arm: Arm, { runs, failures, durationMs, evidence }: ExperimentResult): Arm {
  const firstFailure = arm.firstFailure ?? evidence?.message;
  return {
    ...arm,
    runs: arm.runs + runs,
    failures: arm.failures + failures,
    durationMs: arm.durationMs + durationMs,
    experiments: arm.experiments + 1,
    evidence: evidence === undefined ? arm.evidence : mergeEvidence(arm.evidence, [evidence]),
    ...(firstFailure === undefined ? {} : { firstFailure }),
  };
}

function neverStarted(): UserError {
  return new UserError({
    code: 'suspect-did-not-run',
    message: 'The runner recorded no result of this test when it was run with its file.',
    hint: 'Is it switched off, or skipped at run time? What the runner printed is in .millwright/logs.',
  });
}
