import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { watchStopSignals } from './watch-stop-signals.ts';

const undo: (() => void)[] = [];
// The thread is shared with other test files, whose code may listen as well.
beforeEach(() => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const others = process.rawListeners(signal) as NodeJS.SignalsListener[];
    for (const listener of others) process.off(signal, listener);
    undo.push(() => others.forEach((listener) => void process.on(signal, listener)));
  }
});
afterEach(() => {
  for (const step of undo.splice(0)) step();
  vi.restoreAllMocks();
});

/** Stands for what Vitest's logger does. */
function listen(signal: NodeJS.Signals, listener: () => void): void {
  process.once(signal, listener);
  undo.push(() => process.off(signal, listener));
}

function watch(onStop: () => void): () => void {
  const unwatch = watchStopSignals(onStop);
  undo.push(unwatch);
  return unwatch;
}

describe('watching for the signals that stop a run', () => {
  test('is done before the listener that ends the process, and once', () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const calls: string[] = [];
    listen('SIGINT', () => calls.push('exit'));
    listen('SIGTERM', () => calls.push('exit'));
    watch(() => calls.push('seal'));
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGTERM', 'SIGTERM');
    expect(calls).toEqual(['seal', 'exit', 'exit']);
    expect(kill).not.toHaveBeenCalled();
  });

  test('adds no listener where there is none, and leaves none behind', () => {
    const counts = (): number[] => [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM')];
    watch(() => undefined);
    expect(counts()).toEqual([0, 0]);
    listen('SIGINT', () => undefined);
    const unwatch = watch(() => undefined);
    expect(counts()).toEqual([2, 0]);
    unwatch();
    expect(counts()).toEqual([1, 0]);
  });

  test('hands the signal back when the other listener has left', () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
    const other = (): void => undefined;
    listen('SIGINT', other);
    watch(() => undefined);
    process.off('SIGINT', other);
    process.emit('SIGINT', 'SIGINT');
    expect(kill.mock.calls).toEqual([[process.pid, 'SIGINT']]);
    expect(process.listenerCount('SIGINT')).toBe(0);
  });
});
