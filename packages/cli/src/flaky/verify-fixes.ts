import {
  type FlakeStats,
  type Heal,
  type PlannedTest,
  calibratedProbabilityOf,
  healRefusalOf,
  narrowedStrategyOf,
  titleMatcherOf,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';
import { type PatternFinding, findFlakyPatterns, fixObjectionsOf } from '@millwright/source';

import type { Context } from '../context/context.ts';
import type { ExecutionScope } from '../execution/execute-strategy.ts';
import { type ExperimentRequest, experimentScopeOf } from '../execution/experiment-scope.ts';
import { refuseUnwiredRunners } from '../execution/refuse-unwired-runners.ts';
import { type ShownHeal, readHealDraft } from '../healing/draft-heal.ts';
import { readStandingHeals } from '../healing/read-standing-heals.ts';
import { renderRefusal } from '../healing/render-heal.ts';
import { runTrial } from '../healing/run-trial.ts';
import { restoreUnprovedPatches } from '../healing/unproved-patches.ts';
import { makeStrategy } from '../planning/make-strategy.ts';
import { writeHeals } from '../state/heals.ts';
import { refuseDirty } from './fix-findings.ts';
import { type FixUnit, fixUnitsOf } from './fix-units.ts';

/** How fixes are to be proved. */
export interface VerifyRequest extends ExperimentRequest {
  readonly confidence: number;
  readonly budgetMs: number;
  readonly force: boolean;
  /** Whether one failure of the fixed test ends its proof; see `TrialLimits`. */
  readonly isFailureFinal: boolean;
}

/** A fix that was not tried, and why, in one sentence. */
interface UntriedFix {
  readonly file: string;
  readonly kind: string;
  readonly reason: string;
}

export interface VerifiedFixes {
  readonly heals: readonly ShownHeal[];
  readonly untried: readonly UntriedFix[];
  readonly interrupted: boolean;
}

/** A guess at the fail rate of a test that the history does not know. */
const usualFailureRatio = 0.3;
/** More runs of each kind than anyone waits for. */
const mostRuns = 200;
/** A test with so many good runs and no bad one has nothing that a fix could be seen to mend. */
const knownGoodRuns = 10;

/**
 * Writes each safe fix, proves it by runs of its test without it and with it by turns, and takes back what was not proved. Fixes are
 * found anew after each, for one that stayed has moved what follows it. What became of them is remembered as repairs.
 */
export async function verifyFixes(
  context: Context,
  findings: readonly PatternFinding[],
  statsByTest: ReadonlyMap<string, FlakeStats>,
  request: VerifyRequest,
): Promise<VerifiedFixes> {
  const asked = fixUnitsOf(findings);
  const files = [...new Set(asked.map(({ patch }) => patch.file))];
  const wanted = new Set(asked.map(keyOf));
  if (files.length === 0) return { heals: [], untried: [], interrupted: false };
  if (!request.force) await refuseDirty(context.root, files);
  const history = await context.openHistory();
  await restoreUnprovedPatches(context, history);
  const known = await makeStrategy(context, history, { name: 'verify' });
  const strategy = narrowedStrategyOf(known, (test) => files.includes(test.file));
  const scope = experimentScopeOf(context, history, strategy, request);
  await refuseUnwiredRunners(context, strategy, scope.options);
  const past = await readStandingHeals(context, history);
  const bench: Bench = { scope, statsByTest, past, request, endMs: context.world.nowMs() + request.budgetMs };
  const heals: ShownHeal[] = [];
  const untried: UntriedFix[] = [];
  const done = new Set<string>();
  while (!request.signal.aborted) {
    const units = fixUnitsOf(findFlakyPatterns({ root: context.root, files }));
    const unit = flakiestFirst(bench, units).find((one) => wanted.has(keyOf(one)) && !done.has(keyOf(one)));
    if (unit === undefined) break;
    done.add(keyOf(unit));
    const tried = await tryUnit(bench, unit);
    if ('id' in tried) heals.push(await rememberedHeal(history, tried));
    else untried.push(tried);
  }
  return { heals, untried, interrupted: request.signal.aborted };
}

/** What all trials of one command share. */
interface Bench {
  readonly scope: ExecutionScope;
  readonly statsByTest: ReadonlyMap<string, FlakeStats>;
  readonly past: readonly Heal[];
  readonly request: VerifyRequest;
  readonly endMs: number;
}

function keyOf({ kind, titlePath, patch }: FixUnit): string {
  return JSON.stringify([kind, patch.file, titlePath]);
}

function flakiestFirst(bench: Bench, units: readonly FixUnit[]): readonly FixUnit[] {
  const ratioOf = (unit: FixUnit): number => failureRatioOf(bench, subjectOf(bench, unit)) ?? 0;
  return units.toSorted((a, b) => ratioOf(b) - ratioOf(a));
}

/** The test that shows best whether a fix helps: of those that run its code, the one that fails most often. */
function subjectOf(bench: Bench, { patch, titlePath }: FixUnit): PlannedTest | undefined {
  const matches = titlePath === undefined ? () => true : titleMatcherOf(titlePath);
  const tests = bench.scope.strategy.testCases.filter((test) => test.file === patch.file && matches(test.titlePath));
  const ratioOf = (test: PlannedTest): number => failureRatioOf(bench, test) ?? 0;
  return tests.toSorted((a, b) => ratioOf(b) - ratioOf(a))[0];
}

/** Share of the remembered runs in which a test was bad, on its first try or at all; undefined when none is remembered. */
function failureRatioOf({ statsByTest }: Bench, test: PlannedTest | undefined): number | undefined {
  const stats = test && statsByTest.get(test.testId);
  return stats && Math.max(stats.flakeRatio.observed, stats.failureRatio.observed);
}

async function tryUnit(bench: Bench, unit: FixUnit): Promise<ShownHeal | UntriedFix> {
  const { context } = bench.scope;
  const test = subjectOf(bench, unit);
  const skipped = test === undefined ? 'No test that runs it is known.' : reasonToSkip(bench, test);
  if (test === undefined || skipped !== undefined) return untriedOf(unit, skipped ?? '');
  const { kind, patch } = unit;
  const pastHeals = context.config.learningEnabled ? bench.past : [];
  const probability = calibratedProbabilityOf({ kind, pastHeals, nowMs: context.world.nowMs() });
  const draft = readHealDraft(context, { test, kind, patch, probability });
  const [objection] = fixObjectionsOf({ file: patch.file, ...draft.text });
  if (objection !== undefined) return untriedOf(unit, objection);
  const refusal = healRefusalOf(draft.candidate, bench.past, context.config.maxAutoFixAttempts);
  if (refusal !== undefined) return untriedOf(unit, renderRefusal(refusal));
  context.say(
    `Proving the fix of ${patch.file} (${kind}) by runs of "${test.titlePath.join(' > ')}" without it and with it by turns.`,
  );
  const expectedFailureRatio = failureRatioOf(bench, test) ?? usualFailureRatio;
  return runTrial(bench.scope, draft, {
    terms: { confidence: bench.request.confidence, expectedFailureRatio },
    isFailureFinal: bench.request.isFailureFinal,
    mostRuns,
    endMs: bench.endMs,
  });
}

function reasonToSkip({ scope, statsByTest, endMs }: Bench, test: PlannedTest): string | undefined {
  if (scope.context.world.nowMs() >= endMs) return 'The budget was spent before its turn.';
  const stats = statsByTest.get(test.testId);
  const isKnownGood = stats && stats.failedRuns === 0 && stats.flakyRuns === 0 && stats.runs >= knownGoodRuns;
  return isKnownGood
    ? `Its test was good in all ${stats.runs} remembered runs, so there is nothing that a fix could be seen to mend.`
    : undefined;
}

function untriedOf({ kind, patch }: FixUnit, reason: string): UntriedFix {
  return { file: patch.file, kind, reason };
}

/** Remembers what became of a fix; what is returned is for people and has no need of the trace. */
async function rememberedHeal(history: HistoryStore, heal: ShownHeal): Promise<ShownHeal> {
  const { diff, ...kept } = heal;
  await writeHeals(history, [kept]);
  const { trace: _trace, ...shown } = kept;
  return { ...shown, diff };
}
