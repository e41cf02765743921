import type { GateRule } from '../gate.ts';

export const noPending: GateRule = {
  name: 'no-pending',
  description: 'Every planned test was run to its end, with all its rows.',
  evaluate: ({ pending, options }) => {
    if (pending === 0) return undefined;
    return { verdict: options.allowPending ? 'warn' : 'fail', message: `${pending} planned and not run to the end.` };
  },
};
