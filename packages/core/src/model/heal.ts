import type { TestId } from './test.ts';

/** One try at repairing a test, from proposal to what became of it. */
export interface Heal {
  readonly id: string;
  readonly testId: TestId;
  /** What kind of repair: `locator`, `wait`, `random-seed` … */
  readonly kind: string;
  /** ISO 8601. */
  readonly proposedAt: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** Probability that the repair is right, 0 to 1. */
  readonly probability: number;
  readonly verification?: { readonly passed: boolean; readonly runs: number; readonly negativeControl?: boolean };
  readonly outcome: 'proposed' | 'accepted' | 'rejected' | 'reverted';
  readonly decidedAt?: string;
}
