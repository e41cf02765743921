import {
  type PlannedTest,
  type TrialBlock,
  type TrialJudgement,
  type TrialTerms,
  controlRunsOf,
  judgeTrial,
} from '@millwright/core';

import type { ExecutionScope } from '../execution/execute-strategy.ts';
import { renderCount } from '../render/duration.ts';
import { readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';
import type { HealDraft, ShownHeal } from './draft-heal.ts';
import { repeatsAtOnce, runRepeatedly } from './run-repeatedly.ts';
import { forgetUnprovedPatch, rememberUnprovedPatch } from './unproved-patches.ts';

/** What a trial may cost. */
export interface TrialLimits {
  readonly terms: TrialTerms;
  /** When no further runs begin, on the clock of the context (ms since 1970). */
  readonly endMs: number;
}

/** More runs of each kind than anyone waits for. */
const mostRuns = 200;

/** A test that fails as often as it is said to passes so many runs in a row with a chance of a quarter percent. */
const hopelessRunsOf = (failureRatio: number): number => 2 * controlRunsOf(failureRatio);

interface Trial {
  readonly judgement: TrialJudgement;
  /** Why it ended without an answer, in one sentence. */
  readonly unproved?: string;
}

/**
 * Tries a repair by turns: blocks of runs of its test without it and with it, in an order drawn by lot, until it is shown at the asked confidence that the
 * test fails less often, or that it does not. The repair stays in the file only when it is proved. A trial that was cut short
 * leaves it `proposed`.
 */
export async function runTrial(scope: ExecutionScope, draft: HealDraft, limits: TrialLimits): Promise<ShownHeal> {
  const { context, history } = scope;
  const { heal, text } = draft;
  const switcher = createSwitch(context.root, heal.file, text);
  await rememberUnprovedPatch(history, { file: heal.file, ...text, pid: process.pid });
  // A second Ctrl-C ends the process at once, and must not leave the file half-proved.
  process.once('exit', switcher.takeBack);
  let trial: Trial | undefined;
  try {
    trial = await takeTurns(scope, draft.proposal.test, switcher, limits);
    if (trial?.judgement.state === 'proved' && !switcher.apply()) trial = { ...trial, unproved: editedMeanwhile(heal) };
    return trial === undefined ? heal : decidedHealOf(heal, trial, draft.candidate.sourceHash, context.world.nowMs());
  } finally {
    process.off('exit', switcher.takeBack);
    if (trial?.judgement.state !== 'proved' || trial.unproved !== undefined) switcher.takeBack();
    await forgetUnprovedPatch(history, heal.file);
  }
}

/** Undefined when it was interrupted. */
async function takeTurns(
  scope: ExecutionScope,
  test: PlannedTest,
  switcher: FileSwitch,
  { terms, endMs }: TrialLimits,
): Promise<Trial | undefined> {
  const { context, signal } = scope;
  const hopelessRuns = hopelessRunsOf(terms.expectedFailureRatio);
  const runs = test.runner === 'playwright' ? repeatsAtOnce : 1;
  const blocks: TrialBlock[] = [];
  for (;;) {
    const judgement = judgeTrial(blocks, terms);
    const { control } = judgement;
    if (judgement.state !== 'undecided') return { judgement };
    if (control.failures === 0 && control.runs >= hopelessRuns) {
      return {
        judgement,
        unproved: `The test passed all ${renderCount(control.runs, 'run')} without the repair, so passing with it would prove nothing.`,
      };
    }
    if (control.runs >= mostRuns || context.world.nowMs() >= endMs)
      return { judgement, unproved: `${renderCount(control.runs, 'run')} of each kind were not enough to tell.` };
    const block = await runBlock(scope, test, switcher, runs);
    if (signal.aborted) return undefined;
    if (block === 'edited')
      return { judgement, unproved: `The file was edited during the trial, so it proves nothing.` };
    if (block === undefined)
      return { judgement, unproved: 'The runner recorded fewer runs of the test than were asked for.' };
    blocks.push(block);
  }
}

/** Undefined when not all runs were recorded. */
async function runBlock(
  scope: ExecutionScope,
  test: PlannedTest,
  switcher: FileSwitch,
  runs: number,
): Promise<TrialBlock | 'edited' | undefined> {
  // Which kind comes first is drawn by lot: a test that fails on every other run must not look mended.
  const isControlFirst = scope.context.world.random() < 0.5;
  const failures = { control: 0, repaired: 0 };
  for (const kind of isControlFirst ? (['control', 'repaired'] as const) : (['repaired', 'control'] as const)) {
    if (!(kind === 'control' ? switcher.takeBack() : switcher.apply())) return 'edited';
    const count = await runRepeatedly(scope, test, { most: runs, isEnough: () => false });
    if (scope.signal.aborted || count.runs < runs) return undefined;
    failures[kind] = count.failures;
  }
  return switcher.takeBack()
    ? { runs, controlFailures: failures.control, repairedFailures: failures.repaired }
    : 'edited';
}

/** Puts one of the two texts of a file into it. Both return false, and write nothing, when somebody edited it meanwhile. */
interface FileSwitch {
  apply(this: void): boolean;
  takeBack(this: void): boolean;
}

function createSwitch(root: string, file: string, { before, after }: HealDraft['text']): FileSwitch {
  const put = (text: string): boolean => {
    const now = tryReadSourceFile(root, file);
    if (now !== before && now !== after) return false;
    if (now !== text) writeSourceFile(root, file, text);
    return true;
  };
  return { apply: () => put(after), takeBack: () => put(before) };
}

/** Undefined when the file is gone. */
function tryReadSourceFile(root: string, file: string): string | undefined {
  try {
    return readSourceFile(root, file);
  } catch {
    return undefined;
  }
}

function editedMeanwhile({ file }: ShownHeal): string {
  return `${file} was edited during the trial, so it proves nothing.`;
}

function decidedHealOf(heal: ShownHeal, { judgement, unproved }: Trial, sourceHash: string, nowMs: number): ShownHeal {
  const { control, repaired, state } = judgement;
  const decided = { ...heal, control, sourceHash, decidedAt: new Date(nowMs).toISOString() };
  const verification = { passed: state === 'proved', ...repaired };
  if (unproved !== undefined) return { ...decided, outcome: 'unproved', reason: unproved };
  if (state === 'proved') return { ...decided, outcome: 'accepted', verification };
  const reason = `With the repair ${repaired.failures} of ${renderCount(repaired.runs, 'run')} failed, without it ${control.failures}.`;
  return { ...decided, outcome: 'rejected', verification, reason };
}
