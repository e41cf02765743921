import type { RememberedElement } from '@millwright/core';

import { driftOf, leadsElsewhere } from './drift.ts';
import { mergedContract } from './merge-contracts.ts';

/** A test that remembers more has loops that nobody reads. */
export const mostElementsPerTest = 300;

const dayMs = 86_400_000;

/** What makes two records one: the place of the call, the selector, and which call of it it is. */
function keyOf({ place, selector, ordinal }: RememberedElement): string {
  return `${place.file}:${place.line}:${place.column} ${ordinal} ${selector}`;
}

/** The call without its line: what stays when lines above it come and go. */
function callOf({ place, selector, action, ordinal }: RememberedElement): string {
  return `${place.file} ${action} ${ordinal} ${selector}`;
}

/**
 * Joins what a test remembers with what it has seen now. What was seen replaces what it was; when that is another element, or a link
 * that leads elsewhere, the old one stays beside it. A call that moved to another line takes its record along. Returns `stored` itself when nothing is new.
 */
export function mergeSeenElements(
  stored: readonly RememberedElement[],
  seen: readonly RememberedElement[],
): readonly RememberedElement[] {
  const seenCalls = new Map(seen.map((element) => [callOf(element), element]));
  const seenKeys = new Set(seen.map(keyOf));
  const before = new Map(stored.map((element) => [keyOf(element), element]));
  const merged = new Map<string, RememberedElement>();
  let changed = false;
  for (const element of stored) {
    const isMoved = !seenKeys.has(keyOf(element)) && seenCalls.has(callOf(element));
    if (isMoved) changed = true;
    else merged.set(keyOf(element), element);
  }
  for (const element of seen) {
    const old = before.get(keyOf(element));
    const next = old ? refreshed(old, element) : element;
    if (next === old) continue;
    changed = true;
    merged.set(keyOf(element), next);
  }
  return changed ? bounded([...merged.values()]) : stored;
}

/** The record itself when it says the same and is not a day old: a document that stays as it is need not be written. */
function refreshed(old: RememberedElement, seen: RememberedElement): RememberedElement {
  const drift = driftOf(old.fingerprint, seen.fingerprint);
  const isFresh = Date.parse(seen.seenAt) - Date.parse(old.seenAt) < dayMs;
  const contract = mergedContract(old.contract, seen.contract);
  const picture = seen.picture ?? (drift === 'other' ? undefined : old.picture);
  const isSame = JSON.stringify(contract) === JSON.stringify(old.contract) && picture === old.picture;
  if (drift === 'none' && isFresh && isSame) return old;
  const isOther = drift === 'other' || leadsElsewhere(old.fingerprint, seen.fingerprint);
  const before = isOther ? { fingerprint: old.fingerprint, seenAt: old.seenAt } : old.before;
  return { ...seen, ...(contract ? { contract } : {}), ...(picture ? { picture } : {}), ...(before ? { before } : {}) };
}

/** The newest records of both sides. Free of order, and idempotent. */
export function unionOfElements(
  a: readonly RememberedElement[],
  b: readonly RememberedElement[],
): readonly RememberedElement[] {
  const newest = new Map<string, RememberedElement>();
  for (const element of [...a, ...b]) {
    const known = newest.get(keyOf(element));
    if (!known || isNewer(element, known)) newest.set(keyOf(element), element);
  }
  return bounded([...newest.values()]);
}

/** Of two seen at one instant, the one whose text comes later: any rule will do that does not ask who came first. */
function isNewer(a: RememberedElement, b: RememberedElement): boolean {
  if (a.seenAt !== b.seenAt) return a.seenAt > b.seenAt;
  return JSON.stringify(a) > JSON.stringify(b);
}

function bounded(elements: readonly RememberedElement[]): readonly RememberedElement[] {
  const newest = elements.toSorted((a, b) => compare(b.seenAt, a.seenAt) || compare(keyOf(a), keyOf(b)));
  return newest
    .slice(0, mostElementsPerTest)
    .sort(
      ({ place: a, ...left }, { place: b, ...right }) =>
        compare(a.file, b.file) ||
        a.line - b.line ||
        a.column - b.column ||
        left.ordinal - right.ordinal ||
        compare(left.selector, right.selector),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
