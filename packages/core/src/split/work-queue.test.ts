import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { SplitUnit } from './split-units.ts';
import { workQueueOf } from './work-queue.ts';

const unitsOf = (...durations: readonly number[]): SplitUnit[] =>
  durations.map((durationMs, index) => ({ key: `unit ${index}`, durationMs }));

/** What each of the workers takes when nobody ever finishes before the others. */
function takenInTurn(units: readonly SplitUnit[], workers: number, rule?: 'longest-first'): readonly number[] {
  const queue = workQueueOf(units, workers, rule);
  const taken: number[] = [];
  for (let turn = 0; ; turn += 1) {
    const unit = queue.take(`w${turn % workers}`);
    if (!unit) return taken;
    taken.push(unit.durationMs);
    queue.done(`w${turn % workers}`, unit.key);
  }
}

describe('a queue of work', () => {
  test('keeps the planned order while nothing is in danger of ending last', () => {
    expect(takenInTurn(unitsOf(1, 2, 1, 2, 1, 2), 1)).toEqual([1, 2, 1, 2, 1, 2]);
  });

  test('lets what takes a part of all that is left go first', () => {
    expect(takenInTurn(unitsOf(1, 1, 1, 9, 1), 2)).toEqual([9, 1, 1, 1, 1]);
  });

  test('goes by length where that is wanted', () => {
    expect(takenInTurn(unitsOf(1, 3, 2, 5, 4), 2, 'longest-first')).toEqual([5, 4, 3, 2, 1]);
  });

  test('gives a worker nothing more before it has finished', () => {
    const queue = workQueueOf(unitsOf(1, 1), 2);
    const unit = queue.take('w');
    expect(queue.take('w')).toBeUndefined();
    expect(queue.done('w', unit?.key ?? '')).toBe(true);
    expect(queue.take('w')).toBeDefined();
  });

  test('does not believe a worker that was given up', () => {
    const queue = workQueueOf(unitsOf(1), 2);
    const unit = queue.take('slow');
    queue.lost('slow');
    expect(queue.take('quick')).toBe(unit);
    expect(queue.done('slow', unit?.key ?? '')).toBe(false);
    expect(queue.openCount).toBe(1);
    expect(queue.done('quick', unit?.key ?? '')).toBe(true);
    expect(queue.openCount).toBe(0);
  });

  test('every unit is finished exactly once, whoever dies on the way', () => {
    const steps = fc.array(fc.record({ worker: fc.nat(3), dies: fc.boolean() }), { maxLength: 80 });
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { maxLength: 30 }), steps, (durations, fates) => {
        const units = unitsOf(...durations);
        const queue = workQueueOf(units, 4);
        const finished: string[] = [];
        const held = new Map<number, SplitUnit>();
        const step = (worker: number, dies: boolean): void => {
          const mine = held.get(worker);
          if (mine && dies) queue.lost(`w${worker}`);
          else if (mine && queue.done(`w${worker}`, mine.key)) finished.push(mine.key);
          held.delete(worker);
          const next = mine ? undefined : queue.take(`w${worker}`);
          if (next) held.set(worker, next);
        };
        for (const { worker, dies } of fates) step(worker, dies);
        for (let turn = 0; queue.openCount > 0 && turn < 400; turn += 1) step(turn % 4, false);
        expect(finished.toSorted()).toEqual(units.map(({ key }) => key).toSorted());
      }),
    );
  });
});
