import type { Heal } from '../model/heal.ts';

/** A repair that could be tried now. */
export interface HealCandidate extends Pick<Heal, 'testId' | 'kind' | 'file' | 'before' | 'after' | 'trace'> {
  /** SHA-1 of the file's text as it is now. */
  readonly sourceHash: string;
}

/** Why a repair is not tried: someone took it back, or it was tried often enough. */
export interface HealRefusal {
  readonly why: 'taken back' | 'given up';
  /** The repair that speaks against it: the newest. */
  readonly by: Heal;
  /** Earlier tries, for `given up`. */
  readonly tries: number;
}

/**
 * Whether earlier repairs forbid a candidate. A repair that was taken back is a "no" to the same edit in the same
 * place, whatever else changes in the file. One that did not help `maxAttempts` times is given up while the file's text
 * stays the same. A person's word (`allowedAt`) lifts both.
 */
export function healRefusalOf(
  candidate: HealCandidate,
  past: readonly Heal[],
  maxAttempts: number,
): HealRefusal | undefined {
  const same = past.filter((heal) => heal.allowedAt === undefined && isSameRepair(heal, candidate));
  const takenBack = same.findLast((heal) => heal.outcome === 'reverted');
  if (takenBack !== undefined) return { why: 'taken back', by: takenBack, tries: 0 };
  const failed = same.filter(
    (heal) => (heal.outcome === 'rejected' || heal.outcome === 'unproved') && heal.sourceHash === candidate.sourceHash,
  );
  const last = failed.at(-1);
  if (last === undefined || failed.length < maxAttempts) return undefined;
  return { why: 'given up', by: last, tries: failed.length };
}

/** The same edit of the same test; or in the same place, for one test has an id in each project. */
function isSameRepair(heal: Heal, candidate: HealCandidate): boolean {
  return (
    heal.kind === candidate.kind &&
    heal.file === candidate.file &&
    heal.before === candidate.before &&
    heal.after === candidate.after &&
    (heal.testId === candidate.testId || placesOf(heal) === placesOf(candidate))
  );
}

/** Never equal to that of another repair when there is no trace. */
function placesOf({ trace, testId }: Pick<Heal, 'trace' | 'testId'>): string {
  return trace === undefined ? testId : JSON.stringify(trace.hunks.map(({ above, below }) => [above, below]));
}
