import { percentOf } from '../../flake/words.ts';
import type { GateRule } from '../gate.ts';

export const maxFlakyRatio: GateRule = {
  name: 'max-flaky-ratio',
  description: 'The share of flaky among the executed tests stays below the limit.',
  evaluate: ({ flaky, executed, options }) => {
    if (options.maxFlakyRatio === undefined || executed === 0) return undefined;
    const ratio = flaky / executed;
    const message = `${flaky} of ${executed} flaky (${percentOf(ratio)} %), at most ${percentOf(options.maxFlakyRatio)} % allowed.`;
    return { verdict: ratio > options.maxFlakyRatio ? 'fail' : flaky > 0 ? 'warn' : 'pass', message };
  },
};
