import type { ts } from 'ts-morph';

import type { PlaywrightKind } from './members.ts';

/** What is known of a value without running anything. */
export type Known =
  | {
      readonly is: 'playwright';
      readonly kind: PlaywrightKind;
      readonly promised: boolean;
      readonly list: boolean;
    }
  /** An instance of a class of the project: a page object. */
  | { readonly is: 'instance'; readonly declaration: ts.ClassLikeDeclaration }
  /** An object that is written out: a page object without a class. */
  | { readonly is: 'object'; readonly literal: ts.ObjectLiteralExpression }
  /** An object whose members are declared by a type. */
  | { readonly is: 'shape'; readonly members: readonly ts.TypeElement[] }
  /** Values that stand in one list, each with its own meaning: `await Promise.all([a, b])`. */
  | { readonly is: 'tuple'; readonly elements: readonly ts.Expression[] }
  /** Known, and nothing of Playwright. */
  | { readonly is: 'foreign' };

export const FOREIGN: Known = { is: 'foreign' };

export function playwright(
  kind: PlaywrightKind,
  more: { readonly promised?: boolean; readonly list?: boolean } = {},
): Known {
  return { is: 'playwright', kind, promised: more.promised ?? false, list: more.list ?? false };
}

/** The value that `await` gives. */
export function settled(value: Known | undefined): Known | undefined {
  return value?.is === 'playwright' ? { ...value, promised: false } : value;
}

/** One element of a list. */
export function elementOf(value: Known | undefined): Known | undefined {
  return value?.is === 'playwright' && value.list ? { ...value, list: false } : undefined;
}
