import type { Factor } from '../factor.ts';

/** Whether tests that run at the same time disturb it. */
export const workers: Factor = {
  name: 'workers',
  title: 'tests that run at the same time',
  patterns: ['fixed-port', 'uncontrolled-file-system', 'database-without-isolation', 'leaked-server'],
  armsFor: ({ runner, cpuCount, otherFiles }) => {
    const count = Math.max(4, cpuCount);
    if (runner === 'playwright') {
      return [
        { label: `${count} copies in ${count} workers`, change: { company: 'alone', workers: count, copies: count } },
      ];
    }
    if (otherFiles === 0) return 'There is no other test file to run beside it.';
    return [
      { label: `beside the other files in ${count} workers`, change: { company: 'beside-others', workers: count } },
    ];
  },
};
