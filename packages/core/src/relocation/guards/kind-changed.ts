import { type ControlKind, controlKindOf, roleNameOf } from './control-kind.ts';
import type { Guard } from './guard.ts';

const fillable: ReadonlySet<ControlKind> = new Set(['text', 'password', 'value']);

/** What was a control of one kind is one of another, so the step would do something else. */
export const kindChanged: Guard = {
  name: 'kind-changed',
  check: ({ old, candidate, page }) => {
    const [before, now] = [controlKindOf(old), controlKindOf(candidate)];
    const change = `It was a ${roleNameOf(old)} and the candidate is a ${roleNameOf(candidate)}`;
    if (/^(?:fill|type|pressSequentially|clear)$/.test(page.action) && !fillable.has(now) && now !== 'list')
      return { verdict: 'refuse', reason: `${change}, which cannot be filled.` };
    if (before !== now) {
      // A control that lost its role may still be the same to the eye; that is another guard's.
      if (now === 'none' && before === 'press') return undefined;
      const isNear = fillable.has(before) && fillable.has(now) && before !== 'password' && now !== 'password';
      return { verdict: isNear || isChooser(before, now) ? 'propose' : 'refuse', reason: `${change}.` };
    }
    return old.role === candidate.role || before === 'none' ? undefined : { verdict: 'propose', reason: `${change}.` };
  },
};

/** Radio buttons that became a list, and the like. */
function isChooser(before: ControlKind, now: ControlKind): boolean {
  return (before === 'list' && now === 'text') || (before === 'text' && now === 'list');
}
