import { type ProofCheck, type SourceLocation, cleanRunsToProve } from '@millwright/core';
import { applyPatchToText } from '@millwright/source';

import { renderCount } from '../../render/duration.ts';
import type { BrokenTest } from './broken-test.ts';
import type { ProposedStep, RefusedCase } from './heal-case.ts';
import { movedPlace } from './heal-link.ts';
import { type HealScope, readAgain, readCase } from './heal-scope.ts';
import { type ShownLocatorHeal, type StepEnding, refusedHealOf, stepHealOf, titleOf } from './locator-heal.ts';
import { runProof } from './proof-runs.ts';
import { runTestsUsing } from './run-other-tests.ts';

/** What is to be done; see `HealOrder`. */
interface StepOrder {
  readonly prove: boolean;
  readonly apply: boolean;
  /** Where other tests fail that the same edit may mend. */
  readonly alsoAt: readonly SourceLocation[];
}

/** What became of a repair of a step. */
interface HealedStep {
  readonly heal: ShownLocatorHeal;
  /** Other tests that were broken and pass with it. */
  readonly mended: readonly BrokenTest[];
}

/**
 * A repair of something else than a locator, for a person: its test is run without it, and with it, so that they know whether it helps, and
 * it is taken back, unless it is the one that they chose.
 */
export async function healStep(heal: HealScope, refused: RefusedCase, order: StepOrder): Promise<HealedStep> {
  const escalated = { outcome: 'escalated', isReady: false } as const;
  const isInTime = heal.scope.context.world.nowMs() < heal.terms.endMs;
  if (!order.prove || !isInTime) return { heal: shownHealOf(heal, refused, escalated), mended: [] };
  const again = await readAsItFails(heal, refused.broken);
  if (again === undefined)
    return {
      heal: shownHealOf(heal, refused, { outcome: 'unproved', isReady: false, reason: passesAnyway }),
      mended: [],
    };
  const now = await readCase(heal, again);
  return tryStep(heal, now.kind === 'refused' ? now : refused, order);
}

const passesAnyway = 'It passes now without any repair, so a repaired one that passes would prove nothing.';

/** A test as it fails now, at the lines of the sources as they are; undefined when it passes. */
export async function readAsItFails(heal: HealScope, broken: BrokenTest): Promise<BrokenTest | undefined> {
  const run = await runProof(heal.scope, { tests: [broken.planned] });
  const { runs, failures } = run.countOf(broken.planned);
  return runs > 0 && failures === 0 ? undefined : ((await readAgain(heal, broken, run.runs)) ?? broken);
}

async function tryStep(heal: HealScope, refused: RefusedCase, { apply, alsoAt }: StepOrder): Promise<HealedStep> {
  const { step } = refused;
  const draft = shownHealOf(heal, refused, { outcome: 'escalated', isReady: false });
  const untried = { heal: draft, mended: [] };
  if (!step) return untried;
  const { patch } = step;
  const before = heal.session.textOf(patch.file);
  const obstacle = await heal.session.obstacleOf(patch.file);
  if (obstacle !== undefined)
    return { ...untried, heal: { ...draft, reason: `${patch.file} ${obstacle}. ${draft.reason ?? ''}` } };
  const mark = heal.session.mark();
  if (!(await heal.session.put(patch.file, { from: before, to: applyPatchToText(before, patch) }))) return untried;
  const { proof, mended } = await tried(heal, refused, { step, before, alsoAt });
  const isIntact = heal.session.isIntact();
  const tests = [...new Set([...draft.tests, ...mended.map(titleOf)])];
  if (isIntact && apply && isChosen(heal, draft) && proof.every(({ held }) => held))
    return { heal: { ...draft, outcome: 'accepted', isReady: true, proof, tests }, mended };
  await heal.session.backTo(mark);
  return isIntact ? { heal: { ...draft, proof, tests }, mended } : untried;
}

/** Whether the test passes with the edit that is in the files, and the others that use it. */
async function tried(
  heal: HealScope,
  refused: RefusedCase,
  {
    step: { patch, usedAt },
    before,
    alsoAt,
  }: { readonly step: ProposedStep; readonly before: string; readonly alsoAt: readonly SourceLocation[] },
): Promise<{ readonly proof: readonly ProofCheck[]; readonly mended: readonly BrokenTest[] }> {
  const own = await passes(heal, refused);
  if (!own.held) return { proof: [own], mended: [] };
  const moved = usedAt.map((place) => (place.file === patch.file ? movedPlace(place, before, patch) : place));
  const others = heal.broken.filter(({ test }) => test.id !== refused.broken.test.id);
  const edited = {
    places: [...usedAt, ...moved, ...alsoAt],
    steps: moved.slice(0, 1),
    edits: [{ file: patch.file, before, after: applyPatchToText(before, patch) }],
  };
  const { check, mended } = await runTestsUsing(heal, refused.broken, edited, others);
  return { proof: [own, check], mended };
}

function isChosen({ chosen }: HealScope, { file, before, after }: ShownLocatorHeal): boolean {
  return chosen?.file === file && chosen.before === before && chosen.after === after;
}

/** What is shown of a repair; of one that is no more than a refusal, when the step breaks otherwise now. */
function shownHealOf(heal: HealScope, refused: RefusedCase, ending: StepEnding): ShownLocatorHeal {
  const { context } = heal.scope;
  const { step } = refused;
  if (!step) return refusedHealOf(context, refused);
  const { repair, patch } = step;
  const reason = [ending.reason, refused.reason, repair.summary, ...repair.evidence].filter((one) => one !== undefined);
  const before = heal.session.textOf(patch.file);
  return stepHealOf(context, refused, step, { before, ending: { ...ending, reason: reason.join(' ') } });
}

async function passes(heal: HealScope, { broken }: RefusedCase): Promise<ProofCheck> {
  const { scope, terms } = heal;
  const options = { ...scope.options, passThrough: [...scope.options.passThrough, '--max-failures=1'] };
  const repeats = cleanRunsToProve(broken.tries, terms.confidence);
  const run = await runProof({ ...scope, options }, { tests: [broken.planned], repeats });
  const { runs, failures } = run.countOf(broken.planned);
  const held = failures === 0 && runs >= repeats;
  const detail = held
    ? `The whole test passes ${renderCount(runs, 'time')} in a row with it.`
    : 'With it the test still fails.';
  return { name: 'passes', held, detail };
}
