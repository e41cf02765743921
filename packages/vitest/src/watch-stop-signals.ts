const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls `onStop` once, before everybody else, when the process is told to stop; what it does has to be done when it returns,
 * because Vitest exits a millisecond later without telling reporters. Only signals that someone listens to already are watched,
 * so this neither keeps the process alive nor changes what a signal does to it. Returns how to stop watching.
 */
export function watchStopSignals(onStop: () => void): () => void {
  const watched = stopSignals.filter((signal) => process.listenerCount(signal) > 0);
  const unwatch = (): void => {
    for (const signal of watched) process.off(signal, stopped);
  };
  const stopped = (signal: NodeJS.Signals): void => {
    unwatch();
    onStop();
    // Whoever listened has left in the meantime: the signal has to do again what it does when nobody listens.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  for (const signal of watched) process.prependListener(signal, stopped);
  return unwatch;
}
