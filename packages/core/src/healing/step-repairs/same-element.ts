import type { ElementFingerprint } from '../../relocation/element-fingerprint.ts';

/** What tells an element from others, with how much it says that two are one. */
const telling = { testId: 0.7, id: 0.6, name: 0.6, text: 0.6, nameAttribute: 0.6, label: 0.6 } as const;

type Telling = keyof typeof telling;

/** What two elements of one role have in common. */
export interface Likeness {
  /** That they are one element, 0–1, as far as what they share tells. */
  readonly probability: number;
  /** `text “Cart”`, for a sentence. */
  readonly shared: readonly string[];
}

/** What an element kept that tells it from others; `undefined` when that is nothing. The same words count once. */
export function likenessOf(old: ElementFingerprint, now: ElementFingerprint): Likeness | undefined {
  if ((old.role ?? old.tag) !== (now.role ?? now.tag)) return undefined;
  const kept = (Object.keys(telling) as Telling[]).filter((key) => {
    const value = old[key]?.trim() ?? '';
    return value !== '' && value === now[key]?.trim();
  });
  const once = kept.filter((key, at) => !kept.slice(0, at).some((other) => old[other] === old[key]));
  if (once.length === 0) return undefined;
  return {
    probability: 1 - once.reduce((left, key) => left * (1 - telling[key]), 1),
    shared: once.map((key) => `${wordOf(key)} “${old[key] ?? ''}”`),
  };
}

function wordOf(key: Telling): string {
  return key === 'testId' ? 'test id' : key === 'nameAttribute' ? 'attribute name' : key;
}

/** The one element that a remembered one is taken to be now; `undefined` when several are as like. */
export function sameElementOf(
  old: ElementFingerprint,
  elements: readonly ElementFingerprint[],
): { readonly element: ElementFingerprint; readonly likeness: Likeness } | undefined {
  const found = elements
    .flatMap((element) => {
      const likeness = likenessOf(old, element);
      return likeness ? [{ element, likeness }] : [];
    })
    .toSorted((a, b) => b.likeness.probability - a.likeness.probability);
  const [best, next] = found;
  return best && best.likeness.probability > (next?.likeness.probability ?? 0) ? best : undefined;
}
