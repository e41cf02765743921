import {
  type Heal,
  type PlannedTest,
  type RunCount,
  type TrialBlock,
  type TrialJudgement,
  type TrialTerms,
  judgeTrial,
  screeningRunsOf,
} from '@millwright/core';

import type { ExecutionScope } from '../execution/execute-strategy.ts';
import { renderCount } from '../render/duration.ts';
import type { HealDraft, ShownHeal } from './draft-heal.ts';
import { type FileSwitch, createFileSwitch } from './file-switch.ts';
import { repeatsAtOnce, runRepeatedly } from './run-repeatedly.ts';
import { forgetUnprovedPatch, rememberUnprovedPatch } from './unproved-patches.ts';

/** What a trial has to show, and what it may cost. */
export interface TrialLimits {
  readonly terms: TrialTerms;
  /** Whether one failure of the repaired test ends it: the repair is to mend the test, and not only to make it fail less often. */
  readonly isFailureFinal: boolean;
  /** Runs of each kind at most. */
  readonly mostRuns: number;
  /** When no further runs begin, on the clock of the context (ms since 1970). */
  readonly endMs: number;
}

/** How a trial ended. */
type Ending = Pick<Heal, 'outcome' | 'control' | 'verification' | 'reason'>;

/**
 * Tries a repair. First the screening: the test runs as it is, and only when it fails once can a proof mean anything. Then blocks
 * of runs without the repair and with it, in an order drawn by lot, until it is shown at the asked confidence that the test
 * fails less often, or that it does not. The repair stays in the file only when it is proved. A trial that was cut short leaves it
 * `proposed`.
 */
export async function runTrial(scope: ExecutionScope, draft: HealDraft, limits: TrialLimits): Promise<ShownHeal> {
  const { context } = scope;
  const { heal, candidate } = draft;
  const screening = await screen(scope, draft.proposal.test, limits);
  if (scope.signal.aborted) return heal;
  const ending = unprovedByScreening(screening) ?? (await tryOut(scope, draft, limits));
  if (ending === undefined) return heal;
  const decidedAt = new Date(context.world.nowMs()).toISOString();
  return { ...heal, ...ending, sourceHash: candidate.sourceHash, decidedAt };
}

function screen(scope: ExecutionScope, test: PlannedTest, { terms, endMs }: TrialLimits): Promise<RunCount> {
  const isOver = (): boolean => scope.context.world.nowMs() >= endMs;
  return runRepeatedly(scope, test, {
    most: screeningRunsOf(terms.expectedFailureRatio),
    isEnough: ({ failures }) => failures > 0 || isOver(),
  });
}

function unprovedByScreening(control: RunCount): Ending | undefined {
  if (control.failures > 0) return undefined;
  const reason =
    control.runs === 0
      ? 'The unrepaired test could not be run by itself.'
      : `The unrepaired test passed all ${renderCount(control.runs, 'run')} by itself, so a repaired one that passes would prove nothing.`;
  return { outcome: 'unproved', control, reason };
}

/** Undefined when it was interrupted. */
async function tryOut(scope: ExecutionScope, draft: HealDraft, limits: TrialLimits): Promise<Ending | undefined> {
  const { context, history } = scope;
  const { heal, text } = draft;
  const file = createFileSwitch(context.root, heal.file, text);
  const patch = { file: heal.file, before: text.before, texts: [text.after], pid: process.pid };
  if (!(await rememberUnprovedPatch(history, patch)))
    return { outcome: 'unproved', reason: 'Another proof is going on in the file.' };
  // A second Ctrl-C ends the process at once, and must not leave the file half-proved.
  process.once('exit', file.takeBack);
  let ending: Ending | undefined;
  try {
    ending = await takeTurns(scope, draft.proposal.test, file, limits);
    if (ending?.outcome === 'accepted' && !file.apply()) ending = { ...ending, ...edited };
    return ending;
  } finally {
    process.off('exit', file.takeBack);
    if (ending?.outcome !== 'accepted') file.takeBack();
    await forgetUnprovedPatch(history, heal.file);
  }
}

const edited = { outcome: 'unproved', reason: 'The file was edited during the proof, so it proves nothing.' } as const;

async function takeTurns(
  scope: ExecutionScope,
  test: PlannedTest,
  file: FileSwitch,
  limits: TrialLimits,
): Promise<Ending | undefined> {
  const blocks: TrialBlock[] = [];
  for (;;) {
    const judgement = judgeTrial(blocks, limits.terms);
    const ending = endingOf(judgement, limits, scope.context.world.nowMs());
    if (ending !== undefined) return ending;
    const block = await runBlock(scope, test, file, test.runner === 'playwright' ? repeatsAtOnce : 1);
    if (scope.signal.aborted) return undefined;
    const control = judgement.control;
    if (block === 'edited') return { ...edited, control };
    if (block === undefined)
      return {
        outcome: 'unproved',
        control,
        reason: 'The runner recorded fewer runs of the test than were asked for.',
      };
    blocks.push(block);
  }
}

/** Undefined as long as it goes on. */
function endingOf(
  { state, control, repaired }: TrialJudgement,
  { isFailureFinal, mostRuns, endMs }: TrialLimits,
  nowMs: number,
): Ending | undefined {
  const verification = { passed: state === 'proved', ...repaired };
  if (isFailureFinal && repaired.failures > 0) {
    const reason = `The repaired test failed ${repaired.failures} of ${renderCount(repaired.runs, 'run')}.`;
    return { outcome: 'rejected', control, verification: { ...verification, passed: false }, reason };
  }
  if (state === 'proved') return { outcome: 'accepted', control, verification };
  if (state === 'disproved') {
    const reason = `With the repair ${repaired.failures} of ${renderCount(repaired.runs, 'run')} failed, without it ${control.failures}.`;
    return { outcome: 'rejected', control, verification, reason };
  }
  if (control.runs < mostRuns && nowMs < endMs) return undefined;
  const reason = `${renderCount(control.runs, 'run')} of each kind were not enough to tell: without the repair ${control.failures} failed, with it ${repaired.failures}.`;
  return { outcome: 'unproved', control, reason };
}

/** Undefined when not all runs were recorded. */
async function runBlock(
  scope: ExecutionScope,
  test: PlannedTest,
  file: FileSwitch,
  runs: number,
): Promise<TrialBlock | 'edited' | undefined> {
  // Which kind comes first is drawn by lot: a test that fails on every other run must not look mended.
  const isControlFirst = scope.context.world.random() < 0.5;
  const failures = { control: 0, repaired: 0 };
  for (const kind of isControlFirst ? (['control', 'repaired'] as const) : (['repaired', 'control'] as const)) {
    if (!(kind === 'control' ? file.takeBack() : file.apply())) return 'edited';
    const count = await runRepeatedly(scope, test, { most: runs, isEnough: () => false });
    if (scope.signal.aborted || count.runs < runs) return undefined;
    failures[kind] = count.failures;
  }
  return file.takeBack() ? { runs, controlFailures: failures.control, repairedFailures: failures.repaired } : 'edited';
}
