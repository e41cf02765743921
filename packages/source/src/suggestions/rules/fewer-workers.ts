import { locationOf } from '../../syntax/location.ts';
import { configValueOf } from '../runner-config-value.ts';
import type { SuggestionRule } from '../suggestion-rule.ts';

/** Too many requests at a time: fewer workers show whether it is the tests that ask too often. */
export const fewerWorkers: SuggestionRule = {
  name: 'fewer-workers',
  suggest: ({ cause, runner, tree }) => {
    if (cause.cause !== 'rate-limit') return [];
    const workers = configValueOf(tree, runner, runner === 'vitest' ? 'maxWorkers' : 'workers');
    const location = workers === undefined ? cause.location : locationOf(workers.file, workers.value);
    const flag = runner === 'vitest' ? 'npx vitest run --maxWorkers=1' : 'npx playwright test --workers=1';
    return [
      {
        summary:
          'Run with one worker to see whether the tests ask too often; then give each worker an account of its own, or lower the number of workers.',
        risk: 'medium',
        ...(location ? { location } : {}),
        evidence: [
          ...cause.evidence.slice(0, 1),
          'A retry helps only after a pause: `autonomous-run` waits longer each time (1 s, 2 s, 4 s …).',
        ],
        command: [flag, ...new Set(cause.tests.map(({ file }) => file))].slice(0, 6).join(' '),
      },
    ];
  },
};
