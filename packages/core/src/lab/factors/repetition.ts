import type { Factor } from '../factor.ts';

/** Whether what its first run leaves behind outside the worker (server, database, files) makes a second one fail, as a retry meets it. */
export const repetition: Factor = {
  name: 'repetition',
  title: 'running a second time',
  patterns: ['database-without-isolation', 'uncontrolled-file-system', 'missing-cleanup', 'leaked-server'],
  armsFor: ({ runner }) =>
    runner === 'vitest'
      ? 'Vitest tries again in the same process; each run of the lab is a fresh one already.'
      : [{ label: 'its file again, in a fresh worker', change: { copies: 2, judgedCopy: 1 } }],
};
