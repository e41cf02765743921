import type { ElementFingerprint } from '../element-fingerprint.ts';
import { roleNameOf } from './control-kind.ts';
import { calledOf, type Guard } from './guard.ts';

const fields = new Set(['input', 'select', 'textarea']);

/** A role, a name or a label that is gone: the page lost something that some people cannot use it without. */
export const accessibilityLoss: Guard = {
  name: 'accessibility-loss',
  check: ({ old, candidate }) => {
    if (hasRole(old) && !hasRole(candidate))
      return {
        verdict: 'propose',
        reason: `${calledOf(old)} was a ${roleNameOf(old)} and is a <${candidate.tag}> without a role now: keyboards and screen readers have lost it.`,
      };
    const isField = fields.has(candidate.tag) || hasRole(candidate);
    if (isField && hasName(old) && !hasName(candidate))
      return {
        verdict: 'propose',
        reason: `${calledOf(old)} has lost its accessible name: screen readers have no word for it.`,
      };
    const hasLostLabel = (old.label ?? '') !== '' && (candidate.label ?? '') === '' && !nameStays(old, candidate);
    return hasLostLabel && fields.has(candidate.tag)
      ? {
          verdict: 'propose',
          reason: `The field “${old.label ?? ''}” has lost its label: screen readers have no word for it.`,
        }
      : undefined;
  },
};

function hasRole({ role = '' }: ElementFingerprint): boolean {
  return role !== '' && role !== 'generic' && role !== 'none' && role !== 'presentation';
}

function hasName({ name = '', label = '' }: ElementFingerprint): boolean {
  return name.trim() !== '' || label.trim() !== '';
}

/** A label that became an `aria-label` names the field as well, whatever it says now; a placeholder in its place does not. */
function nameStays(old: ElementFingerprint, { name = '', placeholder = '', title = '' }: ElementFingerprint): boolean {
  return name !== '' && ((name !== placeholder && name !== title) || name === old.name);
}
