import type { OriginInput } from './origin-input.ts';

/**
 * Where a failure can come from. `flake`: chance decides, on the same code. `regression`: the code or the test is at fault, and was good
 * before. `environment`: what the tests run on. `unknown`: nothing that is known tells.
 */
export type OriginName = 'flake' | 'regression' | 'environment' | 'unknown';

/** What one witness says. */
export interface Testimony {
  /** Log-odds: 0.7 doubles the odds, 2 is strong, 5 nearly proof. */
  readonly weights: Readonly<Partial<Record<OriginName, number>>>;
  /** One sentence; empty when it needs no word. */
  readonly text: string;
}

/** One kind of evidence of where a failure comes from: one file in `witnesses/`, listed in `registry.ts`. */
export interface Witness {
  readonly name: string;
  /** Undefined when it has nothing to say. */
  testify(input: OriginInput): Testimony | undefined;
}
