import {
  type FailingPage,
  type LocatorHealProposal,
  type Patch,
  type RememberedElement,
  type SourceLocation,
  type StepRepair,
  type StepRepairInput,
  proposeLocatorHeal,
  proposeStepRepair,
} from '@millwright/core';
import { type SourceTree, proposeLocatorPatch, proposeStepPatch } from '@millwright/source';

import type { BrokenTest } from './broken-test.ts';

type Proposal = Extract<LocatorHealProposal, { kind: 'proposal' }>;

/** A broken test with what is to be done about it. */
export type HealCase = RefusedCase | ProposedCase;

/** Nothing is to be changed; `proposal` when an element was found, and no locator could be written. */
export interface RefusedCase {
  readonly kind: 'refused';
  readonly broken: BrokenTest;
  readonly why: string;
  readonly isProduct: boolean;
  readonly reason: string;
  readonly proposal?: Proposal;
  /** The element that was found again where no locator finds it alone. */
  readonly found?: Pick<Proposal, 'diagnosis' | 'verdict'>;
  /** A repair of something else than the locator, for a person. */
  readonly step?: ProposedStep;
}

/** A repair of something else than a locator, as an edit. */
export interface ProposedStep {
  readonly repair: StepRepair;
  readonly patch: Patch;
  /** Where the failing step is, and what else uses the edited text. */
  readonly usedAt: readonly SourceLocation[];
}

/** A locator that finds the element again, as an edit of the place where the old one is written. */
export interface ProposedCase {
  readonly kind: 'proposed';
  readonly broken: BrokenTest;
  readonly proposal: Proposal;
  readonly patch: Patch;
  /** The new locator. */
  readonly locator: string;
  readonly alsoUsedAt: readonly SourceLocation[];
}

/** What cases are judged with. */
export interface CaseKnowledge {
  readonly tree: SourceTree;
  /** What every other test remembers. */
  readonly rememberedByOthers: readonly RememberedElement[];
  /** Pages of the same run on which other tests failed. */
  readonly otherPages: readonly FailingPage[];
  readonly hasAppChanged: boolean | undefined;
  /** Locators that the browser did not take for the element's own. */
  readonly excluded?: ReadonlySet<string>;
  readonly suite: { readonly testCount: number; readonly brokenCount: number };
  readonly mostBrokenRatio: number;
}

/** Judges a broken test: refused with its reason, or a patch. Reads sources and writes nothing. */
export function readHealCase(broken: BrokenTest, knowledge: CaseKnowledge): HealCase {
  const { failure, page, remembered } = broken;
  const { hasAppChanged, suite, mostBrokenRatio, rememberedByOthers, tree } = knowledge;
  const proposal = proposeLocatorHeal({
    failure,
    remembered,
    rememberedByOthers,
    suite,
    mostBrokenRatio,
    ...(page === undefined ? {} : { page }),
    ...(hasAppChanged === undefined ? {} : { hasAppChanged }),
  });
  if (proposal.kind === 'refused') {
    const { why, isProduct, reason } = proposal;
    const step = stepRepairOf(broken, knowledge);
    const { diagnosis, verdict } = proposal;
    const found = diagnosis && verdict ? { found: { diagnosis, verdict } } : {};
    return { kind: 'refused', broken, why, isProduct, reason, ...found, ...(step ? { step } : {}) };
  }
  const { place, action, locator: failing } = proposal.diagnosis.page;
  const candidates = proposal.locators.filter(({ locator }) => knowledge.excluded?.has(locator) !== true);
  const patch = proposeLocatorPatch(tree, { place, action, failing, candidates });
  if (patch.kind === 'none')
    return { kind: 'refused', broken, why: 'not-written', isProduct: false, reason: patch.reason, proposal };
  const { candidate, alsoUsedAt } = patch;
  return {
    kind: 'proposed',
    broken,
    proposal,
    patch: patch.patch,
    locator: candidate.locator,
    alsoUsedAt,
  };
}

/** What no changed locator explains may be a route that moved, a dialog before the step, an option that was renamed. */
function stepRepairOf(
  { failure, page, remembered, test }: BrokenTest,
  { hasAppChanged, rememberedByOthers, otherPages, tree }: CaseKnowledge,
): ProposedStep | undefined {
  const input: StepRepairInput = {
    failure,
    remembered,
    rememberedByOthers,
    otherPages,
    ...(page === undefined ? {} : { page }),
    ...(hasAppChanged === undefined ? {} : { hasAppChanged }),
  };
  const repair = proposeStepRepair(input);
  const place = page?.place ?? failure.location;
  if (!repair || !place) return undefined;
  const written = proposeStepPatch(tree, {
    place,
    action: page?.action ?? '',
    edit: repair.edit,
    testFile: test.file,
  });
  return written.kind === 'patch'
    ? { repair, patch: written.patch, usedAt: [place, ...written.alsoUsedAt] }
    : undefined;
}

/** Tests that break at one expression with the same edit are one case: the first speaks for all. */
export function groupsOf(cases: readonly ProposedCase[]): readonly (readonly ProposedCase[])[] {
  return [...Map.groupBy(cases, ({ patch }) => JSON.stringify([patch.file, patch.edits])).values()];
}

/** What breaks: tests that fail at one step with one locator are broken by one change. */
export function breakageOf({ page, test }: BrokenTest): string {
  return page ? JSON.stringify([page.place.file, page.place.line, page.locator]) : test.id;
}
