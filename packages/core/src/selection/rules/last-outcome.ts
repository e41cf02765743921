import type { TestRule } from '../selection-rule.ts';

/** What did not pass last says nothing about the change until it runs again. */
export const lastOutcome: TestRule = {
  name: 'last-outcome',
  demand({ last }, { hasHistory }) {
    if (last === 'failed') return 'It failed when it last ran.';
    if (last === 'never passed') return 'It has never passed.';
    return last === undefined && hasHistory ? 'No run of it is remembered.' : undefined;
  },
};
