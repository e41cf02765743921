import type { Heal } from '../model/heal.ts';
import { healPriorOf } from './heal-prior.ts';

/** A repair of which is known by now whether it was right. */
export interface SettledHeal {
  readonly heal: Heal;
  /** Whether it was kept; false when it was taken back, its step broke again, or its proof failed where that counts. */
  readonly isRight: boolean;
}

const dayMs = 86_400_000;
/** After so many days in its file a repair counts as kept. */
const keptAfterDays = 14;

/** The repairs of which something is known, in the given order. Tries of the same repair are one, as the newest that tells says. */
export function settledHealsOf(heals: readonly Heal[], nowMs: number): readonly SettledHeal[] {
  const settled = heals.flatMap((heal) => {
    const isRight = wasRight(heal, nowMs);
    return isRight === undefined ? [] : [{ heal, isRight }];
  });
  return [
    ...new Map(
      settled.map((one) => [
        JSON.stringify([one.heal.kind, one.heal.testId, one.heal.file, one.heal.before, one.heal.after]),
        one,
      ]),
    ).values(),
  ];
}

/** Undefined while nothing is known. What speaks against a repair does so at once, what speaks for it after fourteen days. */
function wasRight(heal: Heal, nowMs: number): boolean | undefined {
  if (heal.takenBack !== undefined || heal.rebrokenAt !== undefined || heal.outcome === 'reverted') return false;
  if (heal.outcome === 'rejected') return healPriorOf(heal.kind).isProofCounted ? false : undefined;
  if (heal.outcome !== 'accepted' || heal.standing?.state === 'elsewhere') return undefined;
  const leftMs = heal.standing === undefined ? nowMs : Date.parse(heal.standing.noticedAt);
  // An old document may not tell when it was decided.
  const keptMs = leftMs - Date.parse(heal.decidedAt ?? heal.proposedAt);
  return keptMs >= keptAfterDays * dayMs ? true : undefined;
}
