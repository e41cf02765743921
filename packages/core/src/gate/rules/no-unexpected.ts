import type { GateRule } from '../gate.ts';

export const noUnexpected: GateRule = {
  name: 'no-unexpected',
  description: 'No more unexpected tests than tolerated; quarantined ones do not count.',
  evaluate: ({ unexpected, quarantinedUnexpected, options }) => {
    const limit = options.maxUnexpected ?? 0;
    const aside = quarantinedUnexpected === 0 ? '' : ` ${quarantinedUnexpected} quarantined not counted.`;
    if (unexpected > limit)
      return { verdict: 'fail', message: `${unexpected} unexpected, at most ${limit} allowed.${aside}` };
    return { verdict: quarantinedUnexpected > 0 ? 'warn' : 'pass', message: `${unexpected} unexpected.${aside}` };
  },
};
