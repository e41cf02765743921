/** A test as a run found it. */
export interface PlayedTest {
  readonly failed: boolean;
  readonly spentMs: number;
}

/** When an order would have shown what failed, in milliseconds from the start. */
export interface PlayedOrder {
  readonly firstFailureMs: number;
  readonly allFailuresMs: number;
  /** When each failure would have been known, in the order of the list. */
  readonly failedAtMs: readonly number[];
}

/**
 * Plays an order on so many workers: each takes the next test when it is free (list scheduling, Graham 1969). A failure is known when its
 * last try is over. The list has to hold a failure.
 */
export function playOrder(order: readonly PlayedTest[], workers: number): PlayedOrder {
  const freeAtMs = Array.from({ length: Math.max(1, workers) }, () => 0);
  const failedAtMs: number[] = [];
  const failures = order.reduce((count, { failed }) => count + (failed ? 1 : 0), 0);
  for (const { failed, spentMs } of order) {
    if (failedAtMs.length === failures) break;
    let next = 0;
    for (let worker = 1; worker < freeAtMs.length; worker += 1)
      if ((freeAtMs[worker] ?? 0) < (freeAtMs[next] ?? 0)) next = worker;
    const endMs = (freeAtMs[next] ?? 0) + spentMs;
    freeAtMs[next] = endMs;
    if (failed) failedAtMs.push(endMs);
  }
  return {
    firstFailureMs: failedAtMs.reduce((least, at) => Math.min(least, at), Infinity),
    allFailuresMs: failedAtMs.reduce((most, at) => Math.max(most, at), 0),
    failedAtMs,
  };
}

/** What no order can be better than: the quickest failure, and all of them shared out evenly or the longest of them alone. */
export function bestPlayOf(tests: readonly PlayedTest[], workers: number): Omit<PlayedOrder, 'failedAtMs'> {
  const failed = tests.filter((test) => test.failed).map(({ spentMs }) => spentMs);
  const sum = failed.reduce((total, spentMs) => total + spentMs, 0);
  return {
    firstFailureMs: failed.reduce((least, spentMs) => Math.min(least, spentMs), Infinity),
    allFailuresMs: failed.reduce((most, spentMs) => Math.max(most, spentMs), sum / Math.max(1, workers)),
  };
}
