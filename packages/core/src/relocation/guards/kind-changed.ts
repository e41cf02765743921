import type { ElementFingerprint } from '../element-fingerprint.ts';
import { type ControlKind, controlKindOf, roleNameOf } from './control-kind.ts';
import type { Guard, GuardFinding } from './guard.ts';

const fillable: ReadonlySet<ControlKind> = new Set(['text', 'password', 'value']);

/** What was a control of one kind is one of another, so the step would do something else. */
export const kindChanged: Guard = {
  name: 'kind-changed',
  check: ({ old, candidate, page }) => {
    const [before, now] = [controlKindOf(old), controlKindOf(candidate)];
    const change = `It was a ${roleNameOf(old)} and the candidate is a ${roleNameOf(candidate)}`;
    if (fills.test(page.action) && !fillable.has(now) && (now !== 'list' || candidate.tag === 'select'))
      return { verdict: 'refuse', reason: `${change}, which cannot be filled.` };
    if (page.action === 'selectOption' && candidate.tag !== 'select')
      return { verdict: 'refuse', reason: `${change}, from which \`selectOption\` cannot choose.` };
    const verdict = before === now ? ofSameKind(old, candidate) : ofOtherKind(before, now, candidate);
    return verdict && { verdict, reason: `${change}.` };
  },
};

/** Roles of elements that say nothing of what they are for. */
const withoutMeaning: ReadonlySet<string> = new Set(['', 'generic', 'none', 'presentation', 'img', 'image', 'group']);

const fills = /^(?:fill|type|pressSequentially|clear)$/;

/** Roles of one superclass, which are ticked and asserted alike: a switch is a checkbox that says on and off (WAI-ARIA 1.2, §5.4). */
const ticked: ReadonlySet<string | undefined> = new Set(['checkbox', 'switch']);

/** A button that became a link is pressed alike. */
function ofSameKind(old: ElementFingerprint, candidate: ElementFingerprint): GuardFinding['verdict'] | undefined {
  if (ticked.has(old.role) && ticked.has(candidate.role)) return undefined;
  return old.role === candidate.role || controlKindOf(old) === 'none' ? undefined : 'propose';
}

function ofOtherKind(
  before: ControlKind,
  now: ControlKind,
  { role = '' }: ElementFingerprint,
): GuardFinding['verdict'] | undefined {
  // A control that lost its role may still be the same to the eye; that is another guard's. A heading was never pressed.
  if (now === 'none' && before === 'press') return withoutMeaning.has(role) ? undefined : 'refuse';
  const isNear = fillable.has(before) && fillable.has(now) && before !== 'password' && now !== 'password';
  return isNear || isChooser(before, now) ? 'propose' : 'refuse';
}

/** Radio buttons that became a list, and the like. */
function isChooser(before: ControlKind, now: ControlKind): boolean {
  return (before === 'list' && now === 'text') || (before === 'text' && now === 'list');
}
