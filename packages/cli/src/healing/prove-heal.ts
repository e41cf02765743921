import { type RunCount, controlRunsOf, isControlEnough, proofPlanOf } from '@millwright/core';

import type { ExecutionScope } from '../execution/execute-strategy.ts';
import { readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';
import type { HealDraft, ShownHeal } from './draft-heal.ts';
import { runRepeatedly } from './run-repeatedly.ts';
import { forgetUnprovedPatch, rememberUnprovedPatch } from './unproved-patches.ts';

/**
 * Tries a repair. First the control: the test runs as it is, and only when it fails often enough does passing prove
 * anything. Then the repair is written and its test runs again the same way; unless every run passes, the file is put
 * back. A trial that was cut short leaves the repair `proposed`.
 */
export async function proveHeal(scope: ExecutionScope, draft: HealDraft): Promise<ShownHeal> {
  const { context, signal } = scope;
  const { heal } = draft;
  const control = await runControl(scope, draft);
  if (signal.aborted) return heal;
  const plan = proofPlanOf(control);
  const tried: ShownHeal = { ...heal, control, sourceHash: draft.candidate.sourceHash };
  if ('unproved' in plan) return decided(scope, { ...tried, outcome: 'unproved', reason: plan.unproved });
  if (readSourceFile(context.root, heal.file) !== draft.text.before) {
    context.say(`${heal.file} was edited during the control, so the repair was not applied.`);
    return heal;
  }
  const proof = await runProof(scope, draft, plan.runs);
  if (isPassed(proof, plan.runs) && tryReadSourceFile(context.root, heal.file) !== draft.text.after) {
    const reason = `${heal.file} was edited during the proof, so it proves nothing.`;
    return decided(scope, { ...tried, outcome: 'unproved', reason });
  }
  // A proof that was cut short says nothing about the repair.
  if (signal.aborted && !isPassed(proof, plan.runs)) return heal;
  return decided(scope, { ...tried, ...outcomeOfProof(proof, plan.runs) });
}

/** Undefined when the file is gone. */
function tryReadSourceFile(root: string, file: string): string | undefined {
  try {
    return readSourceFile(root, file);
  } catch {
    return undefined;
  }
}

function decided({ context }: ExecutionScope, heal: ShownHeal): ShownHeal {
  return { ...heal, decidedAt: new Date(context.world.nowMs()).toISOString() };
}

function isPassed(proof: RunCount, runs: number): boolean {
  return proof.failures === 0 && proof.runs >= runs;
}

function outcomeOfProof(proof: RunCount, runs: number): Pick<ShownHeal, 'outcome' | 'verification' | 'reason'> {
  const verification = { passed: isPassed(proof, runs), runs: proof.runs };
  if (verification.passed) return { outcome: 'accepted', verification };
  if (proof.failures > 0) {
    return {
      outcome: 'rejected',
      verification,
      reason: `The repaired test failed ${proof.failures} of ${proof.runs} runs.`,
    };
  }
  return { outcome: 'unproved', reason: `Only ${proof.runs} of ${runs} runs of the repaired test were recorded.` };
}

function runControl(scope: ExecutionScope, { heal, proposal }: HealDraft): Promise<RunCount> {
  const stats = scope.statsByTest.get(proposal.test.testId);
  const most = controlRunsOf(Math.max(stats?.failureRatio.mean ?? 0, stats?.flakeRatio.mean ?? 0));
  scope.context.say(
    `Control for a repair of ${heal.file} (${heal.kind}): up to ${most} runs of its test as it is, which must fail for a proof to mean anything.`,
  );
  return runRepeatedly(scope, proposal.test, { most, isEnough: isControlEnough });
}

/** Writes the repair, runs its test, and puts the file back unless every run passed. */
async function runProof(scope: ExecutionScope, { heal, proposal, text }: HealDraft, runs: number): Promise<RunCount> {
  const { context, history } = scope;
  await rememberUnprovedPatch(history, { file: heal.file, ...text, pid: process.pid });
  writeSourceFile(context.root, heal.file, text.after);
  context.say(`Proving a repair of ${heal.file} (${heal.kind}) by ${runs} runs of its test.`);
  const takeBack = (): void => {
    // Whoever edited the file during the proof must not lose that edit.
    if (tryReadSourceFile(context.root, heal.file) === text.after)
      writeSourceFile(context.root, heal.file, text.before);
    else context.say(`${heal.file} was edited during the proof, so the repair was left in it: ${heal.diff}`);
  };
  // A second Ctrl-C ends the process at once, and must not leave the file half-proved.
  process.once('exit', takeBack);
  let proof: RunCount = { runs: 0, failures: 0 };
  try {
    proof = await runRepeatedly(scope, proposal.test, { most: runs, isEnough: ({ failures }) => failures > 0 });
  } finally {
    process.off('exit', takeBack);
    if (!isPassed(proof, runs)) takeBack();
    await forgetUnprovedPatch(history, heal.file);
  }
  return proof;
}
