import type { DiagnosisInput } from '../../relocation/diagnose.ts';
import type { FailingPage, RememberedElement } from '../../model/remembered-element.ts';
import type { LocatorCandidate } from '../../relocation/synthesize-locator.ts';

/** What a repair of a step is made from: all that is known of a failure that no changed locator explains. */
export interface StepRepairInput extends Pick<DiagnosisInput, 'failure' | 'page' | 'remembered' | 'hasAppChanged'> {
  /** What other tests remember of the application. */
  readonly rememberedByOthers?: readonly RememberedElement[];
  /** Pages of the same run on which other tests failed: what they show is how the application is now. */
  readonly otherPages?: readonly FailingPage[];
}

/** An option of a list that has another value or label now. */
export interface OptionRename {
  readonly by: 'value' | 'label';
  readonly from: string;
  readonly to: string;
}

/** What is to be changed in the source. */
export type StepEdit =
  /** The path that a test navigates to. Assertions of an address are no part of it. */
  | { readonly is: 'url'; readonly from: string; readonly to: string }
  /** A click of a control, as a step of its own before the one that failed. */
  | { readonly is: 'insert-before'; readonly action: 'click'; readonly locator: LocatorCandidate }
  /** What a step selects. The test selects one of them; which one, its source tells. */
  | { readonly is: 'option-value'; readonly renames: readonly OptionRename[] };

/** A repair of something else than a locator, to be shown to a person. It is never applied unasked. */
export interface StepRepair {
  readonly kind: 'route' | 'dialog' | 'renamed-value';
  /** That the application changed so, and that the test means what it meant: an estimate set by hand, 0–1. */
  readonly probability: number;
  /** One sentence with the values. */
  readonly summary: string;
  /** What speaks for it, in sentences; at least one. */
  readonly evidence: readonly string[];
  readonly edit: StepEdit;
  readonly tier: 'propose';
}

/** One kind of repair. One file each, listed in `registry.ts`. */
export interface StepRepairRule {
  readonly kind: StepRepair['kind'];
  propose(input: StepRepairInput): Omit<StepRepair, 'kind' | 'tier'> | undefined;
}
