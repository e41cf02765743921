import { percentOf } from '../../flake/words.ts';
import type { GateRule } from '../gate.ts';

export const minPassRatio: GateRule = {
  name: 'min-pass-ratio',
  description: 'Enough of the executed tests are good; quarantined failures do not count.',
  evaluate: ({ expected, flaky, unexpected, options }) => {
    const counted = expected + flaky + unexpected;
    if (options.minPassRatio === undefined || counted === 0) return undefined;
    const ratio = (expected + flaky) / counted;
    const message = `${percentOf(ratio)} % good, at least ${percentOf(options.minPassRatio)} % wanted.`;
    return { verdict: ratio < options.minPassRatio ? 'fail' : 'pass', message };
  },
};
