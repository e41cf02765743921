import type { Factor } from '../factor.ts';

/** Whether what other test files leave behind in the process reaches the test. */
export const isolation: Factor = {
  name: 'isolation',
  title: 'what other test files leave behind in the process',
  patterns: ['shared-mutable-state', 'leaked-mock', 'leaked-timer', 'leaked-server', 'missing-cleanup'],
  armsFor: ({ runner, otherFiles }) => {
    if (otherFiles === 0) return 'There is no other test file.';
    const change = { company: 'after-others', workers: 1 } as const;
    return runner === 'vitest'
      ? [{ label: 'after all other files in one process, without isolation', change: { ...change, isolate: false } }]
      : [{ label: 'after all other files in one worker', change }];
  },
};
