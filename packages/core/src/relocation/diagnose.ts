import { type FailureFeatures, featuresOf } from '../cause/features.ts';
import type { Failure } from '../model/failure.ts';
import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import { refusalRules } from './refusals/registry.ts';
import { isWrongKind } from './refusals/wrong-kind.ts';
import { rememberedInThisRun } from './remembered-in-this-run.ts';

/** Why a failure is no matter of its locator. */
export type RefusalKind =
  /** The element was found, and it or its value is not as it should be. */
  | 'value'
  | 'count'
  | 'disabled'
  | 'hidden'
  | 'intercepted'
  | 'moving'
  /** The page is not the one that the test meant. */
  | 'error-page'
  | 'login-page'
  | 'crash'
  /** The step says that something is not there. */
  | 'absence'
  /** Nothing was found or remembered that an element could be looked for with. */
  | 'no-locator-failure'
  | 'no-page'
  | 'no-fingerprint'
  /** What happened around it rules a changed locator out. */
  | 'same-build'
  | 'mass-breakage';

/** A failure that a changed locator may explain, or why none does. */
export type Diagnosis =
  | {
      readonly kind: 'heal-candidate';
      /** `not-found`: nothing matched. `several-found`: strict mode. `wrong-kind`: the element cannot be used as the step does. */
      readonly symptom: 'not-found' | 'several-found' | 'wrong-kind';
      /** What the locator resolved to when the test passed. */
      readonly remembered: RememberedElement;
      readonly page: FailingPage;
      /** Of the assertion that failed; undefined for an action. */
      readonly matcher: string | undefined;
      /** Whether the step asserts the text or name of the element, so that a locator must not ask for it. */
      readonly assertsText: boolean;
      /** What a person should know before it is applied, in sentences. */
      readonly cautions: readonly string[];
    }
  | {
      readonly kind: 'refused';
      readonly why: RefusalKind;
      /** Whether the application is what broke, as far as the failure tells. */
      readonly isProduct: boolean;
      /** One sentence with the values. */
      readonly reason: string;
    };

/** What a diagnosis is made from. */
export interface DiagnosisInput {
  readonly failure: Failure;
  /** The page of the failing locator; absent when none was captured. */
  readonly page?: FailingPage;
  /** What the locators of the test resolved to when it passed. */
  readonly remembered: readonly RememberedElement[];
  /** Whether the application's code is another than when the fingerprint was taken; absent when that is not known. */
  readonly hasAppChanged?: boolean;
  /** How many tests ran, and in how many places one lost an element: tests that fail at one step with one locator count once. */
  readonly suite?: { readonly testCount: number; readonly brokenCount: number };
  /** The share of the suite that may break at once, 0–1. */
  readonly mostBrokenRatio?: number;
}

/** What the rules look at. */
export interface DiagnosisFacts extends DiagnosisInput {
  readonly features: FailureFeatures;
  readonly matcher: string | undefined;
  readonly isNegated: boolean;
  readonly element: RememberedElement | undefined;
}

/** A reason against a locator heal. One group of them a file, listed in `refusals/registry.ts` in the order in which they are asked. */
export interface RefusalRule {
  readonly name: string;
  refuse(facts: DiagnosisFacts): Omit<Extract<Diagnosis, { kind: 'refused' }>, 'kind'> | undefined;
}

/** Whether a failure may be one of its locator. The first reason against it is the answer. */
export function diagnoseLocatorFailure(input: DiagnosisInput): Diagnosis {
  const facts = factsOf(input);
  for (const rule of refusalRules) {
    const refusal = rule.refuse(facts);
    if (refusal) return { kind: 'refused', ...refusal };
  }
  const { page, element, features, matcher } = facts;
  // The rules answer for both; this only tells the compiler.
  if (!page || !element)
    return { kind: 'refused', why: 'no-fingerprint', isProduct: false, reason: 'No fingerprint is known.' };
  return {
    kind: 'heal-candidate',
    symptom: isWrongKind(features) ? 'wrong-kind' : features.matched === 'many' ? 'several-found' : 'not-found',
    remembered: element,
    page,
    matcher,
    assertsText: matcher !== undefined && textMatchers.has(matcher),
    cautions:
      input.hasAppChanged === undefined
        ? ['Whether the application changed since this test last passed is not known.']
        : [],
  };
}

const textMatchers = new Set([
  'toHaveText',
  'toContainText',
  'toHaveAccessibleName',
  'toHaveAccessibleDescription',
  'toMatchAriaSnapshot',
]);

const header = /expect(?:\.\w+)?\((?:locator|page|received|value)?\)((?:\.(?:not|resolves|rejects))*)\.(to[A-Z]\w+)\(/;

function factsOf(input: DiagnosisInput): DiagnosisFacts {
  const features = featuresOf(input.failure);
  const said = header.exec(`${features.told}\n${input.failure.step ?? ''}`);
  const matcher = features.matcher ?? said?.[2];
  return {
    ...input,
    features,
    matcher: matcher === 'assert' ? undefined : matcher,
    isNegated: said?.[1]?.includes('not') ?? false,
    element: rememberedFor(input),
  };
}

/**
 * The element that was remembered for the failing step: at its place, else of its locator anywhere in the test. The first of a list is
 * nothing that a step on a single element looks for.
 */
export function rememberedFor({
  page,
  ...input
}: Pick<DiagnosisInput, 'page' | 'remembered'>): RememberedElement | undefined {
  if (!page) return undefined;
  const same = rememberedInThisRun(input.remembered, page).filter(
    ({ selector, isList }) => selector === page.selector && (page.isList === true || isList !== true),
  );
  const isHere = ({ place }: RememberedElement): boolean =>
    place.file === page.place.file && place.line === page.place.line;
  const [atPlace, ofAction] = [same.filter(isHere), same.filter(({ action }) => action === page.action)];
  const byOrdinal = (one: RememberedElement): boolean => one.ordinal === page.ordinal;
  return (
    atPlace.find((one) => one.action === page.action && byOrdinal(one)) ??
    atPlace.find(byOrdinal) ??
    ofAction.find(byOrdinal) ??
    atPlace[0] ??
    ofAction[0] ??
    same[0]
  );
}
