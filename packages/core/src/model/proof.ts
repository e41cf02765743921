import type { ElementFingerprint } from '../relocation/element-fingerprint.ts';
import type { StepContract } from './remembered-element.ts';

/** A call in a source: an absolute file, line and column from 1. */
export interface ProofStep {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** What a proof asks the workers of Playwright for: the document that `MILLWRIGHT_PROOF` names. */
export interface ProofRequest {
  /** Folder in which each worker writes `steps-<pid>.ndjson`. Absolute. */
  readonly observations: string;
  /** Folder for pictures of the watched steps; none are taken when it is absent. */
  readonly crops?: string;
  readonly watched: readonly ProofStep[];
  readonly control?: { readonly kind: 'without-element' | 'altered-assertion'; readonly step: ProofStep };
}

/** A call of a locator as a worker saw it. */
export interface StepObservation {
  readonly k: 'step';
  /** Playwright's id of the test. */
  readonly t: string;
  readonly retry: number;
  readonly repeat: number;
  /** Running number in the attempt. */
  readonly index: number;
  readonly place: ProofStep;
  readonly locator: string;
  readonly selector: string;
  readonly action: string;
  readonly ordinal: number;
  /** How many elements the locator matched; -1 when nobody knows. */
  readonly matches: number;
  readonly fingerprint?: ElementFingerprint;
  readonly ok: boolean;
  /** Of an assertion: Playwright's word for it, such as `to.have.text`. */
  readonly expression?: string;
  readonly isNot?: boolean;
  readonly asserts?: 'text' | 'value' | 'state' | 'count';
  readonly url: string;
  readonly contract?: StepContract;
  /** Path of the picture. */
  readonly crop?: string;
}

/** What became of a negative control. */
export interface ControlObservation {
  readonly k: 'control';
  readonly kind: 'without-element' | 'altered-assertion';
  readonly t: string;
  readonly place: ProofStep;
  /** Whether it was done at all. */
  readonly applied: boolean;
  /** Whether the call succeeded all the same. */
  readonly ok: boolean;
}
