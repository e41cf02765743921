import type { Execution, Heal } from '@millwright/core';
import { createRunId } from '@millwright/history';
import { applyPatchToText, findFlakyPatterns, renderUnifiedDiff } from '@millwright/source';

import type { ExecutionScope } from '../execution/execute-strategy.ts';
import { readHeals, writeHeals } from '../state/heals.ts';
import { isDirtyInGit, readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';
import { type HealProposal, proposeHeals, verificationRunsOf } from './propose-heals.ts';
import { forgetUnprovedPatch, rememberUnprovedPatch } from './unproved-patches.ts';
import { verifyHeal } from './verify-heal.ts';

/** A repair with the diff that a person reads. */
export interface ShownHeal extends Heal {
  readonly diff: string;
}

/**
 * Proposes repairs for the tests that failed or flaked. With `apply`, those that are likely enough are written, proved
 * by re-runs, and taken back when the proof fails. Product code and assertions are never touched.
 */
export async function healFailures(
  scope: ExecutionScope,
  execution: Execution,
  { apply }: { readonly apply: boolean },
): Promise<readonly ShownHeal[]> {
  const { context, history } = scope;
  const files = filesOfBadTests(scope, execution);
  const pastHeals = context.config.learningEnabled ? await readHeals(history) : [];
  const heals: ShownHeal[] = [];
  const changedByUs = new Set<string>();
  for (;;) {
    // Found anew after every step: a repair that stayed has moved what follows it in the file.
    const proposal = proposeHeals({
      planned: scope.strategy.testCases,
      executed: execution.tests,
      findings: files.length === 0 ? [] : findFlakyPatterns({ root: context.root, files }),
      pastHeals,
    }).find((candidate) => isUntried(candidate, heals, context.config.maxAutoFixAttempts));
    if (proposal === undefined || scope.signal.aborted) break;
    const heal = await tryHeal(scope, proposal, {
      apply: apply && proposal.probability >= context.config.minConfidenceForAutoFix,
      changedByUs,
    });
    if (heal.outcome === 'accepted') changedByUs.add(heal.file);
    heals.push(heal);
    const { diff: _diff, ...kept } = heal;
    await writeHeals(history, [kept]);
  }
  return heals;
}

function isUntried(proposal: HealProposal, heals: readonly Heal[], maxAttempts: number): boolean {
  const ofTest = heals.filter((heal) => heal.testId === proposal.test.testId);
  return ofTest.length < maxAttempts && ofTest.every((heal) => heal.kind !== proposal.kind);
}

function filesOfBadTests({ strategy }: ExecutionScope, execution: Execution): readonly string[] {
  const bad = new Set(
    execution.tests
      .filter((test) => test.outcome === 'unexpected' || test.outcome === 'flaky')
      .map((test) => test.testId),
  );
  return [...new Set(strategy.testCases.filter((test) => bad.has(test.testId)).map((test) => test.file))];
}

async function tryHeal(
  scope: ExecutionScope,
  proposal: HealProposal,
  { apply, changedByUs }: { readonly apply: boolean; readonly changedByUs: ReadonlySet<string> },
): Promise<ShownHeal> {
  const { context } = scope;
  const { patch } = proposal;
  const before = readSourceFile(context.root, patch.file);
  const after = applyPatchToText(before, patch);
  const heal: ShownHeal = {
    id: createRunId({ nowMs: context.world.nowMs(), random: context.world.random }),
    testId: proposal.test.testId,
    kind: proposal.kind,
    proposedAt: new Date(context.world.nowMs()).toISOString(),
    file: patch.file,
    before: linesAround(
      before,
      patch.edits.map((edit) => edit.start),
    ),
    after: linesAround(after, shiftedStartsOf(patch)),
    probability: proposal.probability,
    outcome: 'proposed',
    diff: renderUnifiedDiff({ file: patch.file, before, after }),
  };
  if (!apply) return heal;
  if (!changedByUs.has(patch.file) && (await isDirtyInGit(context.root, patch.file))) {
    context.say(`${patch.file} has uncommitted changes, so the repair was not applied.`);
    return heal;
  }
  return applyAndProve(scope, proposal, heal, { before, after });
}

async function applyAndProve(
  scope: ExecutionScope,
  proposal: HealProposal,
  heal: ShownHeal,
  text: { readonly before: string; readonly after: string },
): Promise<ShownHeal> {
  const { context, history, statsByTest, signal } = scope;
  const stats = statsByTest.get(proposal.test.testId);
  const runs = verificationRunsOf(Math.max(stats?.failureRatio.mean ?? 0, stats?.flakeRatio.mean ?? 0));
  await rememberUnprovedPatch(history, { file: heal.file, ...text, pid: process.pid });
  writeSourceFile(context.root, heal.file, text.after);
  context.say(`Proving a repair of ${heal.file} (${heal.kind}) by ${runs} runs of its test.`);
  const takeBack = (): void => {
    // Whoever edited the file during the proof must not lose that edit.
    if (readSourceFile(context.root, heal.file) === text.after) writeSourceFile(context.root, heal.file, text.before);
    else context.say(`${heal.file} was edited during the proof, so the repair was left in it: ${heal.diff}`);
  };
  // A second Ctrl-C ends the process at once, and must not leave the file half-proved.
  process.once('exit', takeBack);
  let passed = false;
  try {
    passed = await verifyHeal(scope, proposal.test, runs);
  } finally {
    process.off('exit', takeBack);
    if (!passed) takeBack();
    await forgetUnprovedPatch(history, heal.file);
  }
  // A proof that was cut short says nothing about the repair.
  if (!passed && signal.aborted) return heal;
  return {
    ...heal,
    verification: { passed, runs },
    outcome: passed ? 'accepted' : 'rejected',
    decidedAt: new Date(context.world.nowMs()).toISOString(),
  };
}

/** The lines in which the positions lie, each once. */
function linesAround(text: string, positions: readonly number[]): string {
  const starts = new Set(positions.map((position) => text.lastIndexOf('\n', position - 1) + 1));
  return [...starts].map((start) => text.slice(start).split('\n', 1)[0] ?? '').join('\n');
}

/** Where the edits of a patch lie once it is applied. */
function shiftedStartsOf(patch: HealProposal['patch']): readonly number[] {
  let shift = 0;
  return patch.edits
    .toSorted((a, b) => a.start - b.start)
    .map((edit) => {
      const start = edit.start + shift;
      shift += edit.newText.length - (edit.end - edit.start);
      return start;
    });
}
