import type { RememberedElement } from '../model/remembered-element.ts';
import { objectionOfWords } from './asserted-words.ts';
import { type Diagnosis, type DiagnosisInput, diagnoseLocatorFailure, type RefusalKind } from './diagnose.ts';
import { judgeRelocation, type RelocationVerdict } from './judge-relocation.ts';
import type { RelocationModel } from './relocation-model.ts';
import { needsOtherAction } from './needs-other-action.ts';
import { rememberedInThisRun } from './remembered-in-this-run.ts';
import { type LocatorCandidate, synthesizeLocator } from './synthesize-locator.ts';
import { objectionOfAssertedText } from './vouched-by-text.ts';

type HealCandidate = Extract<Diagnosis, { kind: 'heal-candidate' }>;

/** What is to be done about a locator that failed. */
export type LocatorHealProposal =
  | {
      readonly kind: 'refused';
      /** `not-found-again`: no element, or not this one; `other-action`: the step cannot use it; `no-locator`: none finds it alone. */
      readonly why: RefusalKind | 'not-found-again' | 'other-action' | 'no-locator';
      readonly isProduct: boolean;
      readonly reason: string;
      /** What was found and what speaks against it, when the search went so far. */
      readonly verdict?: RelocationVerdict;
      /** The step whose element was found, when it only lacks a locator, or another action. */
      readonly diagnosis?: HealCandidate;
    }
  | {
      readonly kind: 'proposal';
      /** Whether it may be taken without asking when the proof holds. */
      readonly isAutomatic: boolean;
      readonly diagnosis: HealCandidate;
      readonly verdict: RelocationVerdict;
      /** The best first; at least one. */
      readonly locators: readonly LocatorCandidate[];
      /** Why a person has to look, in sentences; empty when it is automatic. */
      readonly reasons: readonly string[];
    };

/** What a proposal is made from. */
export interface LocatorHealInput extends DiagnosisInput {
  /** What other tests remember of the page as it was. The more is known, the surer another element is told. */
  readonly rememberedByOthers?: readonly RememberedElement[];
  readonly model?: RelocationModel;
}

function notThisOne(diagnosis: HealCandidate, verdict: RelocationVerdict): LocatorHealProposal {
  const reason = verdict.reasons.join(' ');
  return needsOtherAction(verdict)
    ? { kind: 'refused', why: 'other-action', isProduct: false, reason, verdict, diagnosis }
    : { kind: 'refused', why: 'not-found-again', isProduct: true, reason, verdict };
}

/** Diagnosis, search, guards and locators in their order. What one of them refuses, none after it is asked. */
export function proposeLocatorHeal(input: LocatorHealInput): LocatorHealProposal {
  const diagnosis = diagnoseLocatorFailure(input);
  if (diagnosis.kind === 'refused') return diagnosis;
  const { remembered, page, assertsText } = diagnosis;
  const ofTest = rememberedInThisRun(input.remembered, page);
  const rememberedHere = [...ofTest, ...(input.rememberedByOthers ?? [])];
  const verdict = judgeRelocation({ ...(input.model ? { model: input.model } : {}), remembered, page, rememberedHere });
  const { candidate } = verdict;
  if (verdict.verdict === 'refuse' || !candidate) return notThisOne(diagnosis, verdict);
  const objection = objectionOfWords({
    locator: page.locator,
    action: page.action,
    matcher: diagnosis.matcher,
    old: remembered.fingerprint,
    candidate: candidate.fingerprint,
  });
  if (objection?.isProduct === true)
    return { kind: 'refused', why: 'value', isProduct: true, reason: objection.reason, verdict };
  const locators = synthesizeLocator({
    locator: page.locator,
    old: remembered.fingerprint,
    index: candidate.index,
    page: page.elements,
    assertsText,
  });
  if (locators.length === 0)
    return {
      kind: 'refused',
      why: 'no-locator',
      diagnosis,
      isProduct: false,
      reason: `The element was found again, and no locator finds it alone without a position${assertsText ? ' or the text that the step asserts' : ''}.`,
      verdict,
    };
  const vouched = assertsText ? objectionOfAssertedText(remembered.fingerprint, candidate.fingerprint) : undefined;
  const cautions = [...diagnosis.cautions, ...[objection?.reason, vouched].filter((one) => one !== undefined)];
  const reasons = [...verdict.reasons, ...cautions];
  return {
    kind: 'proposal',
    isAutomatic: reasons.length === 0,
    diagnosis: { ...diagnosis, cautions },
    verdict,
    locators,
    reasons,
  };
}
