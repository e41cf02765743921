import type { ElementTraits } from '../element-traits.ts';
import type { PageTraits } from '../page-traits.ts';

/** One way in which a candidate agrees with the element that is looked for, or contradicts it. */
export interface RelocationFeature {
  /** Names its weight in the model; reads on after "because". */
  readonly name: string;
  /** What speaks for a candidate may only raise its utility, what speaks against it only lower it. */
  readonly sign: 'for' | 'against';
  /** How far it holds, 0–1. */
  readonly of: (target: ElementTraits, candidate: ElementTraits, page: PageTraits) => number;
}

/** 1 or 0. */
export function indicator(holds: boolean): number {
  return holds ? 1 : 0;
}

/** Both have a value and it is the same. */
export function agrees(a: string | undefined, b: string | undefined): number {
  return indicator(a !== undefined && a !== '' && a === b);
}

/** Both have a value and it differs. */
export function differs(a: string | undefined, b: string | undefined): number {
  return indicator(a !== undefined && a !== '' && b !== undefined && b !== '' && a !== b);
}

/** The page has the target's value, but not here. */
export function isElsewhere(
  counts: ReadonlyMap<string, number>,
  value: string | undefined,
  here: string | undefined,
): number {
  return indicator(value !== undefined && value !== '' && value !== here && counts.has(value));
}
