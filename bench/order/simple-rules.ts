import type { SuiteResult } from '@millwright/core';

/** A rule that ranks without learning anything of the suite but the results of each test. */
export interface SimpleRule {
  readonly name: string;
  /** The higher, the sooner. `past`: verdicts of the test, 1 for a failure, the newest first. */
  score(past: readonly number[], facts: { readonly durationMs: number; readonly longestMs: number }): number;
}

const ewma = (past: readonly number[], alpha: number): number =>
  past.reduceRight((mean, verdict) => mean + alpha * (verdict - mean), 0);

/** Four verdicts count; of a test that never ran, none is a failure. */
const lastFour = (past: readonly number[]): readonly number[] => [0, 1, 2, 3].map((at) => past[at] ?? 0);

/** What one would write first, and the two heuristics of RETECS (Spieker et al., ISSTA 2017). */
export const simpleRules: readonly SimpleRule[] = [
  { name: 'random', score: () => 0 },
  {
    name: 'RETECS sort',
    score: (past) => lastFour(past).reduce((sum, verdict, at) => sum + verdict * 2 ** (3 - at), 0),
  },
  {
    name: 'RETECS weight',
    score: (past, { durationMs, longestMs }) =>
      lastFour(past).reduce((sum, verdict) => sum + verdict, 1 - durationMs / Math.max(1, longestMs)),
  },
  { name: 'EWMA 0.2', score: (past) => ewma(past, 0.2) },
  { name: 'EWMA 0.5', score: (past) => ewma(past, 0.5) },
  {
    name: 'total failure rate',
    score: (past) => past.reduce((sum, verdict) => sum + verdict, 0) / Math.max(1, past.length),
  },
];

/** What was seen of each test so far. */
export class VerdictLog {
  readonly #past = new Map<string, number[]>();
  readonly #durations = new Map<string, number>();

  scoresOf(rule: SimpleRule, results: readonly SuiteResult[]): readonly number[] {
    const known = results.map(({ family }) => this.#durations.get(family) ?? 0);
    const longestMs = known.reduce((most, ms) => Math.max(most, ms), 0);
    return results.map(({ family }, index) =>
      rule.score(this.#past.get(family) ?? [], { durationMs: known[index] ?? 0, longestMs }),
    );
  }

  addRun(results: readonly SuiteResult[]): void {
    for (const { family, failed, durationMs } of results) {
      const past = this.#past.get(family) ?? [];
      past.unshift(failed ? 1 : 0);
      this.#past.set(family, past);
      this.#durations.set(family, durationMs);
    }
  }
}
