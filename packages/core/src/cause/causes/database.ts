import type { Cause } from '../cause.ts';
import { dialectEvidence } from '../evidence.ts';

/** The store behind the product failed. */
export const database: Cause = {
  name: 'database',
  title: 'Database error',
  likely: 'The database refused or lost the work: a lock, a constraint, a missing migration or a lost connection.',
  advice:
    'Look at the statement and the constraint that the message names. Locks and duplicate keys usually mean that tests share rows: give each its own data.',
  retry: 'linear',
  score: (features) => dialectEvidence(features.database, 8.5),
};
