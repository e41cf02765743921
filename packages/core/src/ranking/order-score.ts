/** A test of a run that is over, in the order in which it would have run. */
export interface OrderedOutcome {
  readonly failed: boolean;
  readonly durationMs: number;
}

/**
 * How soon an order finds the failures of a run within a share of its time, 0–1: NAPFD (Qu, Cohen and Rothermel 2007) as Spieker et al.
 * (ISSTA 2017) use it. Tests run in the order given until the budget is spent, one that does not fit is left out;
 * p − Σ rank / (m · n) + p / (2 n), with p the share of the m failures that is found and n the number of all tests. 1 without failures.
 */
export function napfdOf(order: readonly OrderedOutcome[], budgetRatio: number): number {
  const failures = order.filter(({ failed }) => failed).length;
  if (failures === 0) return 1;
  let leftMs = order.reduce((sum, { durationMs }) => sum + durationMs, 0) * budgetRatio;
  let rank = 0;
  let ranks = 0;
  let found = 0;
  for (const { failed, durationMs } of order) {
    if (durationMs > leftMs) continue;
    leftMs -= durationMs;
    rank += 1;
    if (!failed) continue;
    found += 1;
    ranks += rank;
  }
  const share = found / failures;
  return share - ranks / (failures * order.length) + share / (2 * order.length);
}

/** The best order there is: what fails first, the quickest of it first. */
export function idealOrderOf<T extends OrderedOutcome>(tests: readonly T[]): readonly T[] {
  return tests.toSorted((a, b) => Number(b.failed) - Number(a.failed) || a.durationMs - b.durationMs);
}
