import type { JudgedPrediction } from '@millwright/core';

/** How often a failed test was more probable to fail than one that passed, ties counting half (area under the ROC curve). */
export function areaUnderCurve(tests: readonly JudgedPrediction[]): number {
  const sorted = tests.toSorted((a, b) => a.probability - b.probability);
  let [ranks, failures] = [0, 0];
  for (let from = 0; from < sorted.length;) {
    let to = from;
    let failed = 0;
    while (to < sorted.length && sorted[to]?.probability === sorted[from]?.probability) {
      failed += sorted[to]?.failed === true ? 1 : 0;
      to += 1;
    }
    ranks += (failed * (from + to + 1)) / 2;
    failures += failed;
    from = to;
  }
  return (ranks - (failures * (failures + 1)) / 2) / (failures * (sorted.length - failures));
}
