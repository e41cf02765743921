import type { Truth } from './simulate-suite.ts';

const truths: readonly Truth[] = ['healthy', 'flaky', 'broken'];

/** Probability that a random flaky test has a higher score than a random other one (Mann–Whitney U, ties count half). */
export function aucOf(items: readonly { readonly score: number; readonly isPositive: boolean }[]): number {
  const sorted = items.toSorted((a, b) => a.score - b.score);
  const positives = items.filter((item) => item.isPositive).length;
  const negatives = items.length - positives;
  let rankSum = 0;
  for (let at = 0; at < sorted.length;) {
    let end = at;
    while (end < sorted.length && sorted[end]?.score === sorted[at]?.score) end += 1;
    const rank = (at + 1 + end) / 2;
    rankSum += rank * sorted.slice(at, end).filter((item) => item.isPositive).length;
    at = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Mean of the F1 of the three states. */
export function macroF1Of(pairs: readonly { readonly truth: Truth; readonly label: Truth }[]): number {
  const scores = truths.map((state) => f1Of(pairs, state));
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export function f1Of(pairs: readonly { readonly truth: Truth; readonly label: Truth }[], state: Truth): number {
  const hits = pairs.filter(({ truth, label }) => truth === state && label === state).length;
  const told = pairs.filter(({ label }) => label === state).length;
  const real = pairs.filter(({ truth }) => truth === state).length;
  return told + real === 0 ? 1 : (2 * hits) / (told + real);
}

/**
 * Expected calibration error (Naeini et al., AAAI 2015) in bins of equal mass: how far, on average, the probability that was told
 * is from the share that came true.
 */
export function calibrationErrorOf(
  items: readonly { readonly probability: number; readonly isTrue: boolean }[],
  binCount = 15,
): number {
  const sorted = items.toSorted((a, b) => a.probability - b.probability);
  let sum = 0;
  for (let bin = 0; bin < binCount; bin += 1) {
    const from = Math.floor((bin * sorted.length) / binCount);
    const to = Math.floor(((bin + 1) * sorted.length) / binCount);
    const items = sorted.slice(from, to);
    const told = items.reduce((total, item) => total + item.probability, 0);
    const came = items.filter((item) => item.isTrue).length;
    sum += Math.abs(told - came);
  }
  return sum / sorted.length;
}
