import type { Cause } from '../cause.ts';
import { dialectEvidence, wordEvidence } from '../evidence.ts';

/** The machine ran out of something. */
export const resource: Cause = {
  name: 'resource',
  title: 'Out of resources',
  likely: 'The machine ran out of memory, disk, file handles or watchers.',
  advice:
    'Lower the number of workers or give the machine more of what the message names; look for files and processes that tests leave behind.',
  retry: 'none',
  score: (features) => [
    ...dialectEvidence(features.exhausted, 11),
    ...wordEvidence(features.told, [[/QuotaExceededError/, 7]]),
  ],
};
