import { type Heal, UserError } from '@millwright/core';

/** The repair with this id; the beginning of the id is enough. Throws a UserError when there is none, or more than one. */
export function findHeal(heals: readonly Heal[], id: string): Heal {
  const wanted = id.toLowerCase();
  const found = heals.filter((heal) => wanted !== '' && heal.id.toLowerCase().startsWith(wanted));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  throw new UserError({
    code: 'unknown-heal',
    message: `Expected the id of a repair, got "${id}", which ${found.length === 0 ? 'is none' : `begins ${found.length} of them`}.`,
    hint: '`e2e healing-stats --list` shows the ids.',
  });
}
