import type { GateRule } from '../gate.ts';

export const maxDuration: GateRule = {
  name: 'max-duration',
  description: 'The wall time stays below the limit.',
  evaluate: ({ durationMs, options }) => {
    if (options.maxDurationMs === undefined || durationMs === undefined) return undefined;
    const message = `Took ${durationMs} ms, at most ${options.maxDurationMs} ms allowed.`;
    return { verdict: durationMs > options.maxDurationMs ? 'fail' : 'pass', message };
  },
};
