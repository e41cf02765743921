/** A test of a run that is over, with what was predicted for it. */
export interface JudgedPrediction {
  readonly probability: number;
  readonly failed: boolean;
}

/**
 * The share of failures among the `count` most probable tests, 0–1; of tests with one probability, each is among them equally often. With as
 * many as failed it is R-precision. Undefined without tests.
 */
export function precisionAt(tests: readonly JudgedPrediction[], count: number): number | undefined {
  const places = Math.min(count, tests.length);
  if (places === 0) return undefined;
  const sorted = tests.toSorted((a, b) => b.probability - a.probability);
  let hits = 0;
  for (let from = 0; from < places;) {
    let to = from;
    let failed = 0;
    while (to < sorted.length && sorted[to]?.probability === sorted[from]?.probability) {
      failed += sorted[to]?.failed === true ? 1 : 0;
      to += 1;
    }
    hits += (failed * Math.min(to - from, places - from)) / (to - from);
    from = to;
  }
  return hits / places;
}
