import type { Failure } from '../model/failure.ts';
import type { TestId } from '../model/test.ts';
import { type FailingPlace, failingPlaceOf } from '../signature/failing-place.ts';
import type { Classification } from './cause.ts';
import { classifyFailure } from './classify.ts';
import { type ClassifyContext, type FailureFeatures, featuresOf } from './features.ts';
import { signatureOf } from './signature.ts';

/** A failure and where it happened. */
export interface FailureItem {
  readonly failure: Failure;
  /** Absent for errors outside any test. */
  readonly testId?: TestId;
  readonly runId?: string;
  readonly context?: ClassifyContext;
  /** When the attempt began and ended, in milliseconds since the epoch. */
  readonly at?: { readonly startedAtMs: number; readonly endedAtMs: number };
  /** The request that the test made last, such as `GET /api/orders`. */
  readonly request?: string;
  /** What was pending when the whole test ran out of time, where the runner tells it as an error of its own. */
  readonly pending?: Failure;
}

/** A failure with everything that clustering looks at, read once. */
export interface JudgedFailure<Item extends FailureItem = FailureItem> {
  readonly item: Item;
  readonly signature: string;
  readonly features: FailureFeatures;
  readonly classification: Classification;
  readonly place: FailingPlace;
}

/** Reads a failure. */
export function judgedFailureOf<Item extends FailureItem>(item: Item): JudgedFailure<Item> {
  const features = featuresOf(item.failure, item.context);
  return {
    item,
    features,
    signature: signatureOf(item.failure, features),
    classification: classifyFailure(item.failure, item.context),
    place: failingPlaceOf(item.failure, features),
  };
}
