import type { Heal, HealStanding } from '../model/heal.ts';
import { type PatchStanding, patchStandingOf } from './patch-trace.ts';

/**
 * A repair brought up to date with the text that its file has now (undefined: the file is gone). The same object when
 * nothing is new. A repair whose text is there again, as after a change of branches, counts as accepted again.
 */
export function standingHealOf(heal: Heal, text: string | undefined, noticedAt: string): Heal {
  if (heal.outcome !== 'accepted' && heal.outcome !== 'reverted') return heal;
  const state = stateOf(heal, text);
  if (state === (heal.standing?.state ?? 'kept') || isSettled(heal, state)) return heal;
  const { standing: _standing, ...rest } = heal;
  if (state === 'kept') return { ...rest, outcome: 'accepted' };
  return { ...rest, outcome: state === 'reverted' ? 'reverted' : 'accepted', standing: { state, noticedAt } };
}

type State = 'kept' | HealStanding['state'];

function stateOf({ trace, standing, branch }: Heal, text: string | undefined): State {
  if (trace === undefined) return standing?.state ?? 'kept';
  const now: PatchStanding = patchStandingOf(trace, text);
  // A commit on another branch, and the checkout of a job, say nothing of this file.
  return now === 'reverted' && (trace.inCi === true || branch !== undefined) ? 'elsewhere' : now;
}

/**
 * Once taken back, a repair stays so until its own text returns: what is edited afterwards is not the repair any more.
 * After a person let it be tried again, the text that returns is that of a later repair.
 */
function isSettled({ outcome, allowedAt }: Heal, state: State): boolean {
  return outcome === 'reverted' && (state !== 'kept' || allowedAt !== undefined);
}
