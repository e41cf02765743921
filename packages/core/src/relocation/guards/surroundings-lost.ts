import type { ElementFingerprint } from '../element-fingerprint.ts';
import { controlKindOf } from './control-kind.ts';
import { calledOf, type Guard, type GuardInput } from './guard.ts';
import { sharesIdentity } from './no-shared-identity.ts';

/** None of the controls that stood in its form with it is on the page: another form, with a field that is called alike. */
export const surroundingsLost: Guard = {
  name: 'surroundings-lost',
  check: (input) => {
    const companions = companionsOf(input);
    if (companions.length < 2 || companions.some((one) => isThere(one, input))) return undefined;
    const named = companions.slice(0, 3).map(calledOf).join(', ');
    return { verdict: 'refuse', reason: `It stood in a form with ${named}, and none of these is on the page.` };
  },
};

/** Other controls of its form. */
function companionsOf({ old, others }: GuardInput): readonly ElementFingerprint[] {
  const form = formOf(old);
  if (form === undefined) return [];
  const found = new Map<string, ElementFingerprint>();
  for (const other of others)
    if (formOf(other) === form && controlKindOf(other) !== 'none' && other.xpath !== old.xpath)
      found.set(other.xpath, other);
  return [...found.values()];
}

function formOf({ xpath }: ElementFingerprint): string | undefined {
  return /^.*\/form\[\d+\](?=\/)/.exec(xpath)?.[0];
}

/** A name such as `email` is in many forms: it tells nothing outside of the candidate's. */
function isThere(companion: ElementFingerprint, { page, candidate }: GuardInput): boolean {
  const kind = controlKindOf(companion);
  const form = formOf(candidate);
  const { nameAttribute: _nameAttribute, ...known } = companion;
  return page.elements.some(
    (element) =>
      element !== candidate &&
      controlKindOf(element) === kind &&
      sharesIdentity(form !== undefined && formOf(element) === form ? companion : known, element),
  );
}
