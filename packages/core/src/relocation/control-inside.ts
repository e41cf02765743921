import type { FailingPage } from '../model/remembered-element.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { isInside } from './element-traits.ts';
import { controlKindOf } from './guards/control-kind.ts';
import { calledOf, type GuardFinding } from './guards/guard.ts';
import { sharesIdentity } from './guards/no-shared-identity.ts';
import type { RelocationCandidate } from './relocate-element.ts';
import { wordsOf } from './words.ts';

/** A candidate that stands for another, and what a person should know of that; nothing when its name alone tells it. */
export interface StandIn {
  readonly candidate: RelocationCandidate;
  readonly finding?: GuardFinding;
}

/**
 * The one control in or beside an element that is no control: what looks most like a checkbox with its label may be the box around a
 * switch, or the label beside it. It must be of the kind that is looked for, the only one of it there, and be called as before. One that has
 * the whole name, and is the only one of its kind on the page that has it, may have others of its kind beside it, and needs nobody to look
 * at it.
 */
export function controlInside(
  old: ElementFingerprint,
  best: RelocationCandidate,
  { elements }: Pick<FailingPage, 'elements'>,
): StandIn | undefined {
  const kind = controlKindOf(old);
  if (kind === 'none' || controlKindOf(best.fingerprint) !== 'none') return undefined;
  const { xpath } = best.fingerprint;
  const around = { ...best.fingerprint, xpath: xpath.slice(0, xpath.lastIndexOf('/')) };
  const inside = elements.flatMap((element, index) =>
    isInside(element, around) && controlKindOf(element) === kind ? [{ element, index }] : [],
  );
  const namesakes = elements.filter((element) => controlKindOf(element) === kind && isNamesake(old, element));
  const named = namesakes.length === 1 ? inside.find(({ element }) => element === namesakes[0]) : undefined;
  if (named) return { candidate: { ...best, fingerprint: named.element, index: named.index } };
  const [only] = inside;
  if (!only || inside.length > 1 || !sharesIdentity(old, only.element)) return undefined;
  const candidate = { ...best, fingerprint: only.element, index: only.index };
  return {
    candidate,
    finding: {
      guard: 'kind-changed',
      verdict: 'propose',
      reason: `What is likeliest is a <${best.fingerprint.tag}>; ${calledOf(only.element)} is the only control of its kind in it or beside it.`,
    },
  };
}

function isNamesake({ name: old = '' }: ElementFingerprint, { name = '' }: ElementFingerprint): boolean {
  const words = wordsOf(old).join(' ');
  return words !== '' && words === wordsOf(name).join(' ');
}
