import type { ElementFingerprint } from '../relocation/element-fingerprint.ts';
import type { StepContract } from './remembered-element.ts';
import type { TestId } from './test.ts';

/** A step of a test: the call in its source. */
export interface ProofStep {
  /** Absolute. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; without it, every call of that line. Versions of Playwright tell other columns of the same call. */
  readonly column?: number;
}

/** What a proof asks of a run; the JSON text of the file that `MILLWRIGHT_PROOF` names (an absolute path). */
export interface ProofRequest {
  /**
   * Where the observations go, absolute: a JSON line each, a `ProofObservation`. One process, the reporter, appends them when the run
   * has ended, so that workers cannot get in each other's way; a run that is killed leaves none.
   */
  readonly observations: string;
  /** Folder for pictures (PNG) of the watched steps, absolute, a new one for each run; none are taken when it is absent. */
  readonly crops?: string;
  /** Steps to take pictures of, each once in a run. */
  readonly watched: readonly ProofStep[];
  /** Negative controls, each of which changes what a step meets: the first in repeat 0 (see `--repeat-each`), the second in repeat 1. */
  readonly controls?: readonly ProofControl[];
  /** Titles of the only test that they are for: those that have to run before it may come by the same steps. */
  readonly controlled?: readonly string[];
}

/**
 * `without-element`: takes the elements of the step's locator off the page just before the step. `without-step`: leaves the step out, and
 * tells the test that it was done. `altered-assertion`: expects another value than the step does; where there is no value, or where it is
 * negated, the opposite.
 */
export interface ProofControl {
  readonly kind: 'without-element' | 'without-step' | 'altered-assertion';
  readonly step: ProofStep;
  /** What the step does, such as `click`: other calls of its line are left alone. All are meant when it is absent. */
  readonly action?: string;
}

/** Whose attempt was observed. */
export interface ObservedAttempt {
  /** Playwright's id of the test. */
  readonly t: string;
  readonly test: TestId;
  readonly titlePath: readonly string[];
  readonly retry: number;
  /** Which of the repeats of `--repeat-each`, from 0. */
  readonly repeat: number;
}

/** A call on a locator that was made in a proof, whatever it was for and however it ended. */
export interface StepObservation extends ObservedAttempt {
  readonly k: 'step';
  readonly place: Required<ProofStep>;
  readonly locator: string;
  readonly selector: string;
  readonly action: string;
  /** As in `RememberedElement`; of calls that ask for an absence or a mere count, counted apart. */
  readonly ordinal: number;
  /** Which call on a locator it was in the attempt, from 0. */
  readonly index: number;
  /**
   * How many elements the locator matched: of an action before it, of an assertion, a question for a list and a call that failed
   * after it. -1 when the page could not be asked.
   */
  readonly matches: number;
  /** Of a single element. */
  readonly fingerprint?: ElementFingerprint;
  /** Whether it did what it was for. A call that still waited when the attempt ended did not. */
  readonly ok: boolean;
  /** Of an assertion: what it is for, in Playwright's own words, such as `to.have.text`. */
  readonly expression?: string;
  /** Of an assertion: whether it is negated. */
  readonly isNot?: boolean;
  readonly asserts?: 'text' | 'value' | 'state' | 'count';
  /** As in `RememberedElement`. */
  readonly url: string;
  /** Absent when the page belongs to no context that can be watched. */
  readonly contract?: StepContract;
  /** The picture of a watched step, absolute; one for all attempts. */
  readonly crop?: string;
}

/** What became of a negative control. At least one for every attempt of its repeat. */
export interface ControlObservation extends ObservedAttempt {
  readonly k: 'control';
  readonly kind: ProofControl['kind'];
  readonly place: ProofStep;
  /**
   * Whether the control came to bear: elements were taken away, an expectation was altered. False also when the attempt never came
   * to the step, or when there is nothing of the kind.
   */
  readonly applied: boolean;
  /** Whether the call succeeded all the same. */
  readonly ok: boolean;
  /** Whether the whole test did. */
  readonly testPassed: boolean;
}

export type ProofObservation = StepObservation | ControlObservation;
