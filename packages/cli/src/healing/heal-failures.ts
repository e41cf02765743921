import type { Execution, Heal } from '@millwright/core';
import { healRefusalOf } from '@millwright/core';
import { findFlakyPatterns, fixObjectionsOf } from '@millwright/source';

import type { ExecutionScope } from '../execution/execute-strategy.ts';
import { readHeals, writeHeals } from '../state/heals.ts';
import { type HealDraft, type ShownHeal, readHealDraft } from './draft-heal.ts';
import { type HealProposal, proposeHeals } from './propose-heals.ts';
import { readStandingHeals } from './read-standing-heals.ts';
import { renderRefusal } from './render-heal.ts';
import { readRepairObstacle } from './read-repair-obstacle.ts';
import { runTrial } from './run-trial.ts';

/** Of a proof, and what it may cost. */
const confidence = 0.95;
const mostRuns = 60;
const mostMs = 10 * 60_000;
/** Of a test that the history does not know; it failed in this execution. */
const usualFailureRatio = 0.3;

/**
 * Proposes repairs for the tests that failed or flaked, but for those that someone took back and those that were given
 * up. With `apply`, those that are likely enough are written, proved by re-runs, and taken back when the proof fails.
 * Product code and assertions are never touched.
 */
export async function healFailures(
  scope: ExecutionScope,
  execution: Execution,
  { apply }: { readonly apply: boolean },
): Promise<readonly ShownHeal[]> {
  const { context, history } = scope;
  const files = filesOfBadTests(scope, execution);
  const past = await readStandingHeals(context, history);
  const heals: ShownHeal[] = [];
  const refused = new Set<string>();
  for (;;) {
    // Found anew after every step: a repair that stayed has moved what follows it in the file.
    const proposals = proposeHeals({
      planned: scope.strategy.testCases,
      executed: execution.tests,
      findings: files.length === 0 ? [] : findFlakyPatterns({ root: context.root, files }),
      pastHeals: context.config.learningEnabled ? past : [],
      nowMs: context.world.nowMs(),
    });
    const draft = nextDraftOf(scope, { proposals, heals, past, refused });
    if (draft === undefined || scope.signal.aborted) break;
    const heal = await tryHeal(scope, draft, { apply, heals });
    heals.push(heal);
    const { diff: _diff, ...kept } = heal;
    await writeHeals(history, [kept]);
  }
  // The trace only serves to find a repair again.
  return heals.map(({ trace: _trace, ...heal }) => heal);
}

interface Tried {
  readonly proposals: readonly HealProposal[];
  /** The repairs of this execution. */
  readonly heals: readonly ShownHeal[];
  /** Those of earlier executions. */
  readonly past: readonly Heal[];
  /** Refusals that have been told. */
  readonly refused: Set<string>;
}

/** The likeliest repair that nothing speaks against; tells once of each that something does. */
function nextDraftOf({ context }: ExecutionScope, { proposals, heals, past, refused }: Tried): HealDraft | undefined {
  const { maxAutoFixAttempts } = context.config;
  for (const proposal of proposals) {
    const ofTest = heals.filter((heal) => heal.testId === proposal.test.testId);
    if (ofTest.length >= maxAutoFixAttempts || ofTest.some((heal) => heal.kind === proposal.kind)) continue;
    const draft = readHealDraft(context, proposal);
    const refusal = healRefusalOf(draft.candidate, past, maxAutoFixAttempts);
    if (refusal === undefined) return draft;
    const sentence = renderRefusal(refusal);
    if (!refused.has(sentence)) context.say(sentence);
    refused.add(sentence);
  }
  return undefined;
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
  draft: HealDraft,
  { apply, heals }: { readonly apply: boolean; readonly heals: readonly Heal[] },
): Promise<ShownHeal> {
  const { context } = scope;
  const { heal } = draft;
  if (!apply || heal.probability < context.config.minConfidenceForAutoFix) return heal;
  const isChangedByUs = heals.some((other) => other.outcome === 'accepted' && other.file === heal.file);
  const [objection] = fixObjectionsOf({ file: heal.file, ...draft.text });
  if (objection !== undefined) {
    context.say(`The repair of ${heal.file} was not applied: ${objection}`);
    return heal;
  }
  const obstacle = isChangedByUs
    ? undefined
    : await readRepairObstacle(context.root, heal.file, await readHeals(scope.history));
  if (obstacle !== undefined) {
    context.say(`${heal.file} ${obstacle}, so the repair was not applied.`);
    return heal;
  }
  context.say(
    `Proving a repair of ${heal.file} (${heal.kind}) by runs of its test without it and with it by turns, up to ${mostRuns} of each.`,
  );
  const stats = scope.statsByTest.get(heal.testId);
  return runTrial(scope, draft, {
    terms: {
      confidence,
      expectedFailureRatio: stats ? Math.max(stats.failureRatio.mean, stats.flakeRatio.mean) : usualFailureRatio,
    },
    isFailureFinal: true,
    mostRuns,
    endMs: context.world.nowMs() + mostMs,
  });
}
