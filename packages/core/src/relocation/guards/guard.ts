import type { FailingPage, RememberedElement } from '../../model/remembered-element.ts';
import type { ElementFingerprint } from '../element-fingerprint.ts';
import type { ElementTraits } from '../element-traits.ts';
import type { PageTraits } from '../page-traits.ts';
import type { RelocationModel } from '../relocation-model.ts';

/** What a guard looks at: the element as it was, the candidate, and all that is known of both pages. */
export interface GuardInput {
  readonly remembered: RememberedElement;
  readonly old: ElementFingerprint;
  readonly candidate: ElementFingerprint;
  readonly page: FailingPage;
  /** Other elements that were remembered of the page as it was. */
  readonly others: readonly ElementFingerprint[];
  /** All steps that are remembered, with what they led to. */
  readonly steps: readonly RememberedElement[];
  /** Elements that were remembered of other pages. */
  readonly elsewhere: readonly ElementFingerprint[];
  readonly traits: {
    readonly old: ElementTraits;
    readonly candidate: ElementTraits;
    readonly page: PageTraits;
    readonly others: readonly ElementTraits[];
  };
  readonly model: RelocationModel;
}

/** What a guard has against a candidate. */
export interface GuardFinding {
  /** The name of the guard. */
  readonly guard: string;
  /** `refuse`: it is not the element, or the page is not the page. `propose`: a person has to look. */
  readonly verdict: 'refuse' | 'propose';
  /** One sentence with the values. */
  readonly reason: string;
}

/** A veto against a candidate, whatever its probability. One file each, listed in `registry.ts`. */
export interface Guard {
  readonly name: string;
  check(input: GuardInput): Omit<GuardFinding, 'guard'> | undefined;
}

/** What an element is called in a sentence: its name or text, else its id, else its tag. */
export function calledOf({ name, text, label, placeholder, testId, id, tag }: ElementFingerprint): string {
  const words = [name, text, label, placeholder, testId].find((one) => one !== undefined && one.trim() !== '');
  if (words !== undefined) return `“${shortened(words)}”`;
  return id === undefined || id === '' ? `<${tag}>` : `#${id}`;
}

/** A text short enough for a sentence. */
export function shortened(text: string): string {
  const plain = text.trim().replaceAll(/\s+/g, ' ');
  return plain.length <= 60 ? plain : `${plain.slice(0, 59)}…`;
}
