import type { GateRule } from '../gate.ts';

export const noPending: GateRule = {
  name: 'no-pending',
  description: 'Every planned test was started.',
  evaluate: ({ pending, options }) => {
    if (pending === 0) return undefined;
    return { verdict: options.allowPending ? 'warn' : 'fail', message: `${pending} planned and never started.` };
  },
};
