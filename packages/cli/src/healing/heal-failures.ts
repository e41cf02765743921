import type { Execution, Heal } from '@millwright/core';
import { createRunId } from '@millwright/history';
import { applyPatchToText, findFlakyPatterns, renderUnifiedDiff } from '@millwright/source';

import type { ExecutionScope } from '../execution/execute-strategy.ts';
import { readHeals, writeHeals } from '../state/heals.ts';
import { isDirtyInGit, readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';
import { type HealProposal, proposeHeals, verificationRunsOf } from './propose-heals.ts';
import { verifyHeal } from './verify-heal.ts';

/** A repair with the diff that a person reads. */
export interface ShownHeal extends Heal {
  readonly diff: string;
}

export interface HealedExecution {
  readonly execution: Execution;
  readonly heals: readonly ShownHeal[];
}

/**
 * Proposes repairs for the tests that failed or flaked. With `apply`, those that are likely enough are written, proved
 * by re-runs, and taken back when the proof fails. Product code and assertions are never touched.
 */
export async function healFailures(scope: ExecutionScope, execution: Execution, { apply }: { readonly apply: boolean }): Promise<HealedExecution> {
  const { context, history } = scope;
  const files = filesOfBadTests(scope, execution);
  if (files.length === 0) return { execution, heals: [] };
  const proposals = proposeHeals({
    planned: scope.strategy.testCases,
    executed: execution.tests,
    findings: findFlakyPatterns({ root: context.root, files }),
    pastHeals: context.config.learningEnabled ? await readHeals(history) : [],
  });
  const attempts = new Map<string, number>();
  const heals: ShownHeal[] = [];
  for (const proposal of proposals) {
    const tried = attempts.get(proposal.test.testId) ?? 0;
    if (scope.signal.aborted || tried >= context.config.maxAutoFixAttempts) continue;
    attempts.set(proposal.test.testId, tried + 1);
    heals.push(await tryHeal(scope, proposal, apply && proposal.probability >= context.config.minConfidenceForAutoFix));
  }
  await writeHeals(history, heals.map(({ diff: _diff, ...heal }) => heal));
  return { execution, heals };
}

function filesOfBadTests({ strategy }: ExecutionScope, execution: Execution): readonly string[] {
  const bad = new Set(execution.tests.filter((test) => test.outcome === 'unexpected' || test.outcome === 'flaky').map((test) => test.testId));
  return [...new Set(strategy.testCases.filter((test) => bad.has(test.testId)).map((test) => test.file))];
}

async function tryHeal(scope: ExecutionScope, proposal: HealProposal, apply: boolean): Promise<ShownHeal> {
  const { context } = scope;
  const { file } = proposal.test;
  const before = readSourceFile(context.root, file);
  const patch = proposal.finding.fix;
  const after = patch === undefined ? before : applyPatchToText(before, patch);
  const heal: ShownHeal = {
    id: createRunId({ nowMs: context.world.nowMs(), random: context.world.random }),
    testId: proposal.test.testId,
    kind: proposal.finding.pattern,
    proposedAt: new Date(context.world.nowMs()).toISOString(),
    file,
    before: (patch?.edits ?? []).map((edit) => before.slice(edit.start, edit.end)).join('\n'),
    after: (patch?.edits ?? []).map((edit) => edit.newText).join('\n'),
    probability: proposal.probability,
    outcome: 'proposed',
    diff: renderUnifiedDiff({ file, before, after }),
  };
  if (!apply) return heal;
  if (await isDirtyInGit(context.root, file)) {
    context.say(`${file} has uncommitted changes, so the repair was not applied.`);
    return heal;
  }
  return applyAndProve(scope, proposal, heal, { before, after });
}

async function applyAndProve(scope: ExecutionScope, proposal: HealProposal, heal: ShownHeal, text: { readonly before: string; readonly after: string }): Promise<ShownHeal> {
  const { context, statsByTest } = scope;
  const stats = statsByTest.get(proposal.test.testId);
  const runs = verificationRunsOf(Math.max(stats?.failureRatio.mean ?? 0, stats?.flakeRatio.mean ?? 0));
  writeSourceFile(context.root, heal.file, text.after);
  let passed = false;
  try {
    passed = await verifyHeal(scope, proposal.test, runs);
  } finally {
    if (!passed) writeSourceFile(context.root, heal.file, text.before);
  }
  return {
    ...heal,
    verification: { passed, runs },
    outcome: passed ? 'accepted' : 'rejected',
    decidedAt: new Date(context.world.nowMs()).toISOString(),
  };
}
