import type { Heal, HealRefusal } from '@millwright/core';

import { renderCount } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';

/** A repair of this execution for people: what became of it, why, and its diff. */
export function renderHeal(paint: Paint, heal: Heal & { readonly diff?: string }): string {
  const reason = heal.reason === undefined ? '' : `${heal.reason}\n`;
  return `${paint.accent('repair')}  ${heal.kind} in ${heal.file}: ${heal.outcome} (${proofOf(heal)})\n${reason}${heal.diff ?? ''}`;
}

function proofOf({ outcome, control, verification }: Heal): string {
  if (outcome === 'unproved') return 'not applied';
  if (verification === undefined) return 'not verified yet';
  if (!verification.passed) return 'disproved';
  const before =
    control === undefined ? '' : `; without it ${control.failures} of ${renderCount(control.runs, 'run')} failed`;
  const failed = (verification.failures ?? 0) === 0 ? '' : `, of which ${verification.failures} failed`;
  return `proved by ${renderCount(verification.runs, 'run')}${failed}${before}`;
}

/** Why a repair is not tried, and how to have it tried all the same. */
export function renderRefusal({ why, by, tries }: HealRefusal): string {
  const what = `A repair of ${by.file} (${by.kind})`;
  const reason =
    why === 'taken back'
      ? `${what} was taken back (${takenBackOf(by)}), so it is not proposed again for the same text.`
      : `${what} was given up after ${renderCount(tries, 'try', 'tries')} that did not help (maxAutoFixAttempts), until the file changes.`;
  return `${reason} To have it tried again: e2e healing-stats --allow ${by.id}`;
}

function takenBackOf({ takenBack, standing, proposedAt }: Heal): string {
  if (takenBack !== undefined) return takenBack.at.slice(0, 10);
  return `noticed ${(standing?.noticedAt ?? proposedAt).slice(0, 10)}`;
}
