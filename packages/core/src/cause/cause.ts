import type { FailureFeatures } from './features.ts';

/** The classes of reason for a failure. */
export type CauseClass =
  | 'assertion'
  | 'timeout'
  | 'network'
  | 'authentication'
  | 'authorization'
  | 'not-found'
  | 'validation'
  | 'server'
  | 'database'
  | 'rate-limit'
  | 'locator-not-found'
  | 'strict-mode'
  | 'navigation'
  | 'script-error'
  | 'browser-crash'
  | 'snapshot'
  | 'setup'
  | 'resource'
  | 'syntax'
  | 'unknown';

/** Something in a failure that speaks for a cause. `weight` is a log-odds: 2 is a hint, 4 strong, 6 nearly proof. */
export interface CauseEvidence {
  readonly text: string;
  readonly weight: number;
}

/** How long to wait before a retry, when there is one: longer each time, a little more each time, or not at all. */
export type RetryKind = 'exponential' | 'linear' | 'none';

/** One cause: how it shows and what to do. One file per cause in `causes/`, listed in `registry.ts`. */
export interface Cause {
  readonly name: CauseClass;
  /** A short noun phrase: `Failed assertion`. */
  readonly title: string;
  /** One sentence on what usually lies behind it. */
  readonly likely: string;
  /** What to do next, as one or two sentences. */
  readonly advice: string;
  readonly retry: RetryKind;
  score(features: FailureFeatures): readonly CauseEvidence[];
}

/** What a failure's class is believed to be. */
export interface Classification {
  readonly cause: CauseClass;
  /** 0 to 1. */
  readonly probability: number;
  /** What speaks for it, strongest first. Empty only for `unknown`. */
  readonly evidence: readonly string[];
  /** The other classes above 2 %, most probable first. */
  readonly alternatives: readonly { readonly cause: CauseClass; readonly probability: number }[];
}
