import { type SplitUnit, byLength } from './split-units.ts';

/**
 * Hands work out to whoever is free. Workers are named by those who ask; the queue knows nothing of processes or machines, so that
 * an adapter may stand between it and a network.
 */
export interface WorkQueue<U extends SplitUnit> {
  /** The next unit for this worker, or undefined when there is none now: one that a worker loses may still come. */
  take(worker: string): U | undefined;
  /** The worker has finished what it took. False when that was given to another meanwhile: then its result came too late. */
  done(worker: string, key: string): boolean;
  /** The worker is gone: what it had is handed out again. */
  lost(worker: string): void;
  /** Units that nobody has finished. */
  readonly openCount: number;
}

/**
 * A queue over units in the order in which they should start. The order is kept until a unit would end after all others if it waited
 * any longer: one that takes at least a worker's part of what is left goes first. With the longest first that is LPT. A lost unit
 * goes before all that wait.
 */
export function workQueueOf<U extends SplitUnit>(
  inOrder: readonly U[],
  workers: number,
  rule: 'planned' | 'longest-first' = 'planned',
): WorkQueue<U> {
  const waiting = rule === 'longest-first' ? inOrder.toSorted(byLength) : [...inOrder];
  const taken = new Map<string, U>();
  let leftMs = waiting.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const open = new Set(inOrder.map(({ key }) => key));
  return {
    take(worker) {
      if (taken.has(worker)) return undefined;
      const at = placeOfNext(waiting, leftMs, workers);
      const [unit] = waiting.splice(at, 1);
      if (!unit) return undefined;
      leftMs -= unit.durationMs;
      taken.set(worker, unit);
      return unit;
    },
    done(worker, key) {
      if (taken.get(worker)?.key !== key) return false;
      taken.delete(worker);
      return open.delete(key);
    },
    lost(worker) {
      const unit = taken.get(worker);
      if (!unit) return;
      taken.delete(worker);
      waiting.unshift(unit);
      leftMs += unit.durationMs;
    },
    get openCount() {
      return open.size;
    },
  };
}

/** The first in order, unless a longer one cannot wait. When all that wait can start at once, none of them has to hurry. */
function placeOfNext(waiting: readonly SplitUnit[], leftMs: number, workers: number): number {
  if (waiting.length <= 1) return 0;
  let longest = 0;
  waiting.forEach((unit, index) => {
    if (unit.durationMs > (waiting[longest]?.durationMs ?? 0)) longest = index;
  });
  return (waiting[longest]?.durationMs ?? 0) >= leftMs / workers ? longest : 0;
}
