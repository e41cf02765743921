import type { FollowContexts } from './follow-contexts.cts';

/**
 * Loaded with `--require` into the processes of a run: lets `Math.random` of its test workers, and of every page that they open,
 * draw the sequence of the seed in `MILLWRIGHT_LAB_RANDOM`.
 */
const { isPlaywrightWorker, followContexts } = require('./follow-contexts.cjs') as FollowContexts;
const wanted = process.env['MILLWRIGHT_LAB_RANDOM'];
const runnersOwn = /[\\/]node_modules[\\/](?:@?vitest|vite-node|birpc|tinypool|playwright(?:-core)?)[\\/]/;

// Only workers: the runner's own process names files by chance, and must not meet its own names again.
if (wanted !== undefined && (isPlaywrightWorker || process.env['VITEST'] !== undefined)) {
  const seed = Number(JSON.parse(wanted));
  Math.random = besideTheRunner(Math.random, sequenceOf(seed));
  followContexts({
    onContext: async (context) =>
      void (await context.addInitScript(`Math.random = (${sequenceOf.toString()})(${seed});`)),
  });
}

/** Vitest names its messages by chance, as many as there happen to be: these draws must not move the sequence on. */
function besideTheRunner(chance: () => number, sequence: () => number): () => number {
  const random = (): number => (runnersOwn.test(callerOf(random)) ? chance() : sequence());
  return random;
}

function callerOf(callee: () => number): string {
  const { stackTraceLimit } = Error;
  const trace: { stack?: string } = {};
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(trace, callee);
  Error.stackTraceLimit = stackTraceLimit;
  return trace.stack ?? '';
}

/** Numbers in [0, 1) by Mulberry32 (Tommy Ettinger, public domain): equally spread, and the same for the same seed. */
function sequenceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
