import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A test that a variant of the UI breaks. */
export interface Breakage {
  /** Titles of describes and test. */
  readonly test: string;
  readonly failure: string;
  readonly locator?: string;
  /** The part that the element of the locator plays; a star at the end for any key. */
  readonly part?: string;
  /** Whether the page on which it failed has an element that plays it. */
  readonly isThere?: boolean;
}

/** What is known about one variant of the shop's UI. */
export interface TrialVariant {
  readonly name: string;
  readonly kind: 'change' | 'bug';
  readonly breaks: readonly Breakage[];
}

/** Reads the table of truth from a shop. */
export function readTruth(shop: string): readonly TrialVariant[] {
  return JSON.parse(readFileSync(join(shop, 'trial/trial.json'), 'utf8')) as readonly TrialVariant[];
}

const locatorFailures = new Set(['not-found', 'several', 'wrong-kind']);

/** Whether a locator alone could mend it: the element is on the page, and its locator is what failed. */
export function isForLocators({ failure, part, isThere }: Breakage): boolean {
  return locatorFailures.has(failure) && part !== undefined && isThere === true;
}

/** Whether an element that plays `own` is one that plays the part. */
export function playsPart(own: string | undefined, part: string): boolean {
  return own !== undefined && (part.endsWith('*') ? own.startsWith(part.slice(0, -1)) : own === part);
}

/** A pattern for `--grep` that fits these tests and no others. */
export function patternOfTests(tests: readonly string[]): string {
  const titles = tests.map((test) => test.replaceAll(' > ', ' ').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return `(?:${titles.join('|')})(?: @\\S+)*$`;
}
