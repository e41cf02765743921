import type { GateRule } from '../gate.ts';

export const minTests: GateRule = {
  name: 'min-tests',
  description: 'Enough tests were executed: a gate over nothing is never green.',
  evaluate: ({ executed, options }) => {
    const limit = options.minTests ?? 1;
    if (executed >= limit) return undefined;
    return { verdict: 'fail', message: `${executed} executed, at least ${limit} wanted.` };
  },
};
