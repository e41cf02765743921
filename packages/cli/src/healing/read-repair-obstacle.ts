import { type Heal, textWithoutPatch } from '@millwright/core';

import { readCommittedText, readEditObstacle, readSourceFile } from '../wiring/edit-file.ts';

/**
 * Why a file should not be edited, to follow its name in a sentence. Accepted repairs that were not committed yet are no obstacle: they can
 * be taken out again one by one.
 */
export async function readRepairObstacle(
  root: string,
  file: string,
  heals: readonly Heal[],
): Promise<string | undefined> {
  const obstacle = await readEditObstacle(root, file);
  if (obstacle === undefined) return undefined;
  const committed = await readCommittedText(root, file);
  const own = heals.filter((heal) => heal.file === file);
  return committed !== undefined && isOnlyRepaired(own, readSourceFile(root, file), committed) ? undefined : obstacle;
}

/** Whether a text is the committed one but for accepted repairs, oldest first in `heals`; the newest is taken out first. */
export function isOnlyRepaired(heals: readonly Heal[], repaired: string, committed: string): boolean {
  let text = repaired;
  for (const { trace, outcome } of heals.toReversed()) {
    if (text === committed) break;
    if (outcome === 'accepted') text = (trace && textWithoutPatch(trace, text)) ?? text;
  }
  return text === committed;
}
