import {
  type ElementFingerprint,
  type ElementTraits,
  isInside,
  isOneThing,
  traitsOf,
} from '@millwright/core/relocation';

import type { LocatorPair } from './similo-pairs.ts';

/** A page and an element to find on it. */
export interface Search {
  readonly site: string;
  readonly set: string;
  readonly target: ElementFingerprint;
  readonly candidates: readonly ElementFingerprint[];
  /** Which candidates are right: none when the element is gone. */
  readonly right: ReadonlySet<number>;
  /** The one that the label names. */
  readonly truth: number | undefined;
}

const known = new WeakMap<ElementFingerprint, ElementTraits>();

function traitsOnceOf(element: ElementFingerprint): ElementTraits {
  const traits = known.get(element) ?? traitsOf(element);
  known.set(element, traits);
  return traits;
}

function isActionable(candidate: ElementFingerprint, truth: ElementFingerprint): boolean {
  return isOneThing(traitsOnceOf(candidate), traitsOnceOf(truth));
}

/** The search for an element that is still there. */
export function presentSearchOf({ site, set, target, candidates, truth }: LocatorPair): Search {
  const element = candidates[truth];
  if (!element) throw new Error(`The label ${truth} of a pair of ${site} names no candidate.`);
  const right = new Set(candidates.flatMap((candidate, index) => (isActionable(candidate, element) ? [index] : [])));
  return { site, set, target, candidates, right, truth };
}

/** The search for the same element on the page without it: without what overlaps it, what is inside of it, and wrappers with its text. */
export function goneSearchOf({ site, set, target, candidates, truth }: LocatorPair): Search {
  const element = candidates[truth];
  if (!element) throw new Error(`The label ${truth} of a pair of ${site} names no candidate.`);
  const rest = candidates.filter((candidate) => !isActionable(candidate, element) && !isInside(candidate, element));
  return { site, set, target, candidates: rest, right: new Set(), truth: undefined };
}
