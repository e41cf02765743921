import {
  type CauseClass,
  type Observation,
  type RetryDecision,
  type RunRef,
  type TestHistory,
  defaultRetryPolicy,
  excludeOutages,
  failureOddsOf,
  flakeStatsOf,
  learnRetries,
  retryDecisionOf,
  retryLimitOf,
  retryTrialsOf,
  withinBudget,
} from '@millwright/core';

import { randomOf } from '../history/random.ts';
import type { Episode, EpisodeRun } from './episode.ts';

/** How retries are decided. */
export type Policy =
  | { readonly kind: 'fixed'; readonly retries: number }
  /** Millwright's; `learns: false` leaves out what retries taught, so that classes and the state of the test decide. */
  | { readonly kind: 'ours'; readonly learns: boolean };

/** What a policy brought in the runs that are judged. */
export interface Outcome {
  /** Tests whose first try failed. */
  readonly failures: number;
  readonly reruns: number;
  /** Failures that ended green, real ones left out. */
  readonly rescued: number;
  /** Real failures that ended green. */
  readonly hidden: number;
  readonly rerunMinutes: number;
  readonly waitMinutes: number;
  /** Minutes of people: waiting, false reds, and real failures that were hidden. */
  readonly costMinutes: number;
  /** What was told of each try that was made, and what came of it. */
  readonly told: readonly { readonly probability: number; readonly isTrue: boolean }[];
}

/** A failure on its way through the rounds of one run. */
interface Trail {
  readonly episode: Episode;
  failed: number;
  passed: boolean;
  elapsedMs: number;
}

interface Knowledge {
  readonly histories: ReadonlyMap<string, TestHistory>;
  readonly model: ReturnType<typeof learnRetries>;
}

/** Retries that the past was recorded with. */
const pastRetries = 1;

/**
 * Plays a policy over the runs from `from` on. Before, the runs are recorded with one fixed retry; every decision rests on the runs
 * before its own, with what the policy itself had tried in them.
 */
export function playPolicy(runs: readonly EpisodeRun[], from: number, policy: Policy): Outcome {
  const random = randomOf(1);
  const observations = new Map<string, Observation[]>();
  const causes = new Map<string, CauseClass>();
  const total = { failures: 0, reruns: 0, rescued: 0, hidden: 0, rerunMs: 0, waitMs: 0, falseReds: 0 };
  const told: { probability: number; isTrue: boolean }[] = [];
  runs.forEach((run, at) => {
    const isJudged = at >= from;
    const trails = run.episodes.map((episode): Trail => ({ episode, failed: 1, passed: false, elapsedMs: 0 }));
    const used = isJudged ? policy : { kind: 'fixed' as const, retries: pastRetries };
    const knowledge = isJudged && used.kind === 'ours' ? knowledgeOf(observations, causes, used.learns) : undefined;
    for (let round = 1; round <= 9; round += 1) {
      const open = trails.filter(({ passed, failed }) => !passed && failed === round);
      const chosen = chosenOf(used, open, { run, trails, knowledge, random });
      if (chosen.length === 0) break;
      // All that are tried again together wait for the longest delay.
      const delayMs = Math.max(...chosen.map(({ decision }) => decision.delayMs));
      if (isJudged) total.waitMs += delayMs;
      for (const { trail, decision } of chosen) {
        trail.elapsedMs += delayMs;
        trail.passed = trail.episode.passes(trail.failed, trail.elapsedMs);
        trail.elapsedMs += trail.episode.durationMs;
        if (!trail.passed) trail.failed += 1;
        if (!isJudged) continue;
        total.reruns += 1;
        total.rerunMs += trail.episode.durationMs;
        if (used.kind === 'ours') told.push({ probability: decision.gainRatio, isTrue: trail.passed });
      }
    }
    remember({ run, trails, waited: isJudged && policy.kind === 'ours' }, observations, causes);
    if (!isJudged) return;
    total.failures += trails.length;
    for (const { episode, passed } of trails) {
      if (passed && episode.isReal === true) total.hidden += 1;
      else if (passed) total.rescued += 1;
      else if (episode.isReal !== true && episode.signature !== 'outage-everywhere') total.falseReds += 1;
    }
  });
  const { greenMinutes, waitingCost } = defaultRetryPolicy;
  const [rerunMinutes, waitMinutes] = [total.rerunMs / 60_000, total.waitMs / 60_000];
  return {
    ...total,
    rerunMinutes,
    waitMinutes,
    costMinutes: (rerunMinutes + waitMinutes) * waitingCost + (total.falseReds + total.hidden) * greenMinutes,
    told,
  };
}

function knowledgeOf(
  observations: ReadonlyMap<string, readonly Observation[]>,
  causes: ReadonlyMap<string, CauseClass>,
  learns: boolean,
): Knowledge {
  const { histories } = excludeOutages(
    [...observations].map(([id, list]) => ({ test: { id } as TestHistory['test'], observations: list })),
  );
  return {
    histories: new Map(histories.map((history) => [history.test.id, history])),
    model: learnRetries(learns ? retryTrialsOf(histories) : [], causes),
  };
}

interface RoundContext {
  readonly run: EpisodeRun;
  readonly trails: readonly Trail[];
  readonly knowledge: Knowledge | undefined;
  readonly random: () => number;
}

interface Chosen {
  readonly trail: Trail;
  readonly durationMs: number;
  readonly decision: RetryDecision;
}

const plainRetry: RetryDecision = { retry: true, delayMs: 0, reason: '', gainRatio: 0, gainMinutes: 0, costMinutes: 0 };

function chosenOf(policy: Policy, open: readonly Trail[], context: RoundContext): readonly Chosen[] {
  if (policy.kind === 'fixed') {
    return open
      .filter(({ failed }) => failed <= policy.retries)
      .map((trail) => ({ trail, durationMs: trail.episode.durationMs, decision: plainRetry }));
  }
  const { run, trails, knowledge } = context;
  const failing = trails.filter(({ passed }) => !passed).length;
  const candidates = open.map((trail) => ({
    trail,
    durationMs: trail.episode.durationMs,
    decision: decisionOf(trail, failing > 5 ? failing / run.executedIds.length : 0, context),
  }));
  const spentMs = trails.reduce((sum, { failed, passed, episode }) => {
    return sum + (failed - 1 + (passed ? 1 : 0)) * episode.durationMs;
  }, 0);
  return withinBudget(candidates, { limitMs: retryLimitOf(run.firstTriesMs), spentMs }).filter(
    ({ decision }) => decision.retry && knowledge !== undefined,
  );
}

function decisionOf(
  { episode, failed, elapsedMs }: Trail,
  failingRatio: number,
  { run, knowledge, random }: RoundContext,
): RetryDecision {
  const { testId, signature, cause, durationMs } = episode;
  const history = knowledge?.histories.get(testId);
  const sameCode = history?.observations.filter((observation) => observation.run.commit === run.ref.commit) ?? [];
  const isRed = sameCode.every(({ outcome }) => outcome === 'unexpected');
  return retryDecisionOf({
    cause,
    attempt: failed,
    testId,
    signature,
    stats: history && flakeStatsOf(history),
    flakeRatio: history && failureOddsOf(history.observations, run.ref).flakeRatio,
    model: knowledge?.model,
    durationMs,
    failingRatio,
    failedOnSameCode: isRed ? sameCode.filter((observation) => observation.signature === signature).length : 0,
    retryAfterMs: episode.retryAfterMs && Math.max(0, episode.retryAfterMs - elapsedMs),
    jitter: random(),
  });
}

function remember(
  {
    run: { ref, executedIds },
    trails,
    waited,
  }: { readonly run: EpisodeRun; readonly trails: readonly Trail[]; readonly waited: boolean },
  observations: Map<string, Observation[]>,
  causes: Map<string, CauseClass>,
): void {
  const byTest = new Map(trails.map((trail) => [trail.episode.testId, trail]));
  for (const id of executedIds) {
    const trail = byTest.get(id);
    const list = observations.get(id) ?? [];
    observations.set(id, [...list, ...observationsOf(ref, trail, waited)]);
  }
  for (const { episode } of trails) causes.set(episode.signature, episode.cause);
}

/** One run with the runner's own retries, or a run for each round, as an execution makes them. */
function observationsOf(run: RunRef, trail: Trail | undefined, waited: boolean): readonly Observation[] {
  if (trail === undefined) return [{ run, outcome: 'expected', attempts: 1, failedAttempts: 0, durationMs: 1000 }];
  const { failed, passed, episode } = trail;
  const { signature, durationMs } = episode;
  const bad = { durationMs, signature };
  if (!waited) {
    const outcome = passed ? 'flaky' : 'unexpected';
    return [{ ...bad, run, outcome, attempts: failed + (passed ? 1 : 0), failedAttempts: failed }];
  }
  const rounds = Array.from({ length: failed }, (_, round): Observation => {
    return { ...bad, run: roundOf(run, round), outcome: 'unexpected', attempts: 1, failedAttempts: 1 };
  });
  const last = { run: roundOf(run, failed), outcome: 'expected', attempts: 1, failedAttempts: 0, durationMs } as const;
  return passed ? [...rounds, last] : rounds;
}

function roundOf(run: RunRef, round: number): RunRef {
  return { ...run, runId: `${run.runId}-${round}`, executionId: run.runId };
}
