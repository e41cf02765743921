import type { Cause } from '../cause.ts';
import { wordEvidence } from '../evidence.ts';

/** The machine ran out of something. */
export const resource: Cause = {
  name: 'resource',
  title: 'Out of resources',
  likely: 'The machine ran out of memory, disk, file handles or watchers.',
  advice:
    'Lower the number of workers or give the machine more of what the message names; look for files and processes that tests leave behind.',
  retry: 'none',
  score: (features) =>
    wordEvidence(`${features.told}\n${features.around}`, [
      [/\bENOSPC\b[^\n]{0,60}|no space left on device/i, 11],
      [
        /(?:JavaScript )?heap out of memory|process OOM|out of memory|\bOOM\b|oom.?kill\w*|ERR_OUT_OF_MEMORY|ERR_WORKER_OUT_OF_MEMORY/i,
        11,
      ],
      [/Array ?buffer allocation failed|allocation failed|Invalid array buffer length|\bENOMEM\b/i, 10],
      [/\bEMFILE\b|\bENFILE\b|too many open files|number of file watchers reached/i, 10],
      [/Killed signal|killed by signal 9|SIGKILL/i, 7],
    ]),
};
