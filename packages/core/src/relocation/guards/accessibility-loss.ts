import type { ElementFingerprint } from '../element-fingerprint.ts';
import { roleNameOf } from './control-kind.ts';
import { calledOf, type Guard } from './guard.ts';

const fields = new Set(['input', 'select', 'textarea']);

/** A role, a name or a label that is gone: the page lost something that some people cannot use it without. */
export const accessibilityLoss: Guard = {
  name: 'accessibility-loss',
  check: ({ old, candidate }) => {
    const reason = roleLost(old, candidate) ?? nameLost(old, candidate) ?? labelLost(old, candidate);
    return reason === undefined ? undefined : { verdict: 'propose', reason };
  },
};

function roleLost(old: ElementFingerprint, candidate: ElementFingerprint): string | undefined {
  return hasRole(old) && !hasRole(candidate)
    ? `${calledOf(old)} was a ${roleNameOf(old)} and is a <${candidate.tag}> without a role now: keyboards and screen readers have lost it.`
    : undefined;
}

function nameLost(old: ElementFingerprint, candidate: ElementFingerprint): string | undefined {
  const isControl = fields.has(candidate.tag) || hasRole(candidate);
  return isControl && hasName(old) && !hasName(candidate)
    ? `${calledOf(old)} has lost its accessible name: screen readers have no word for it.`
    : undefined;
}

function labelLost(old: ElementFingerprint, candidate: ElementFingerprint): string | undefined {
  const [before, now] = [old.label ?? '', candidate.label ?? ''];
  return fields.has(candidate.tag) && before !== '' && now === '' && !nameStays(old, candidate)
    ? `The field “${before}” has lost its label: screen readers have no word for it.`
    : undefined;
}

/** Roles that nobody finds their way by: none at all, and how a text is set. */
const rolesOfText = new Set(
  'generic none presentation paragraph strong emphasis mark code time deletion insertion subscript superscript'.split(
    ' ',
  ),
);

function hasRole({ role = '' }: ElementFingerprint): boolean {
  return role !== '' && !rolesOfText.has(role);
}

function hasName({ name = '', label = '' }: ElementFingerprint): boolean {
  return name.trim() !== '' || label.trim() !== '';
}

/** A label that became an `aria-label` names the field as well, whatever it says now; a placeholder in its place does not. */
function nameStays(old: ElementFingerprint, { name = '', placeholder = '', title = '' }: ElementFingerprint): boolean {
  return name !== '' && ((name !== placeholder && name !== title) || name === old.name);
}
