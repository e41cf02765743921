import type { SuggestionRule } from '../suggestion-rule.ts';

/** A stored picture or text that differs: for a person to look at, never to be written by itself. */
export const newSnapshot: SuggestionRule = {
  name: 'new-snapshot',
  suggest: ({ cause, runner }) => {
    if (cause.cause !== 'snapshot') return [];
    const places = [...new Set(cause.tests.map(({ file, line }) => (runner === 'vitest' ? file : `${file}:${line}`)))];
    const flag = runner === 'vitest' ? 'npx vitest run --update' : 'npx playwright test --update-snapshots';
    return [
      {
        summary:
          'Look at the difference first. Only if all of it is wanted, store the new snapshot and review what it changed; a moving part is to be masked instead.',
        risk: 'high',
        ...(cause.location ? { location: cause.location } : {}),
        evidence: ['A stored snapshot is what the test asserts: to renew it is to accept what the product does now.'],
        command: [flag, ...places.slice(0, 5)].join(' '),
      },
    ];
  },
};
