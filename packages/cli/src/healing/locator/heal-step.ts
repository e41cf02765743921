import { type ProofCheck, cleanRunsToProve } from '@millwright/core';
import { applyPatchToText } from '@millwright/source';

import { renderCount } from '../../render/duration.ts';
import type { RefusedCase } from './heal-case.ts';
import type { HealScope } from './heal-scope.ts';
import { type ShownLocatorHeal, type StepEnding, stepHealOf } from './locator-heal.ts';
import { runProof } from './proof-runs.ts';

/** What is to be done; see `HealOrder`. */
interface StepOrder {
  readonly prove: boolean;
  readonly apply: boolean;
}

/**
 * A repair of something else than a locator, for a person: its test is run with it, so that they know whether it helps, and it is taken back,
 * unless it is the one that they chose.
 */
export async function healStep(
  heal: HealScope,
  refused: RefusedCase,
  step: NonNullable<RefusedCase['step']>,
  { prove, apply }: StepOrder,
): Promise<ShownLocatorHeal> {
  const { context } = heal.scope;
  const { repair, patch } = step;
  const before = heal.session.textOf(patch.file);
  const reason = `${refused.reason} ${repair.summary} ${repair.evidence.join(' ')}`;
  const escalated = { outcome: 'escalated', isReady: false, reason } as const;
  const end = (ending: StepEnding): ShownLocatorHeal => stepHealOf(context, refused, step, { before, ending });
  if (!prove || context.world.nowMs() >= heal.terms.endMs) return end(escalated);
  const obstacle = await heal.session.obstacleOf(patch.file);
  if (obstacle !== undefined) return end({ ...escalated, reason: `${patch.file} ${obstacle}. ${reason}` });
  const mark = heal.session.mark();
  if (!(await heal.session.put(patch.file, { from: before, to: applyPatchToText(before, patch) })))
    return end(escalated);
  const check = await passes(heal, refused);
  const draft = end(escalated);
  const isChosen =
    heal.chosen?.file === draft.file && heal.chosen.before === draft.before && heal.chosen.after === draft.after;
  if (check.held && isChosen && apply) return end({ ...escalated, outcome: 'accepted', isReady: true, proof: [check] });
  await heal.session.backTo(mark);
  return end({ ...escalated, proof: [check] });
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
