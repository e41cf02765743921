import { type Heal, UserError } from '@millwright/core';

/** Outcomes that keep the same repair from being tried. */
const refusable: ReadonlySet<Heal['outcome']> = new Set(['reverted', 'rejected', 'unproved']);

/**
 * A repair that may be tried again, by a person's word, although it was taken back or did not help. Refused
 * (`UserError`) for an id that is not known, and for a repair that nothing speaks against.
 */
export function allowedHealOf(heals: readonly Heal[], id: string, allowedAt: string): Heal {
  const heal = heals.find((candidate) => candidate.id.toLowerCase() === id.toLowerCase());
  if (heal === undefined) {
    throw new UserError({
      code: 'unknown-heal',
      message: `Expected \`--allow\` to be the id of a repair, got "${id}".`,
      hint: '`e2e healing-stats --list` shows the ids.',
    });
  }
  if (!refusable.has(heal.outcome)) {
    throw new UserError({
      code: 'heal-not-refused',
      message: `The repair ${heal.id} of ${heal.file} is ${heal.outcome}: nothing keeps it from being tried.`,
      hint: '`--allow` is for repairs that were taken back, rejected or unproved.',
    });
  }
  return { ...heal, allowedAt };
}
