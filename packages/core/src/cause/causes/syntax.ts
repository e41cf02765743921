import type { Cause } from '../cause.ts';
import { dialectEvidence } from '../evidence.ts';

/** The code could not be loaded. */
export const syntax: Cause = {
  name: 'syntax',
  title: 'Code could not be loaded',
  likely: 'A file does not parse or an import cannot be resolved, so no test in it could start.',
  advice:
    'Open the place that the message names. For a missing module: install it, or build the package it comes from.',
  retry: 'none',
  score: (features) => dialectEvidence(features.unloaded, 9),
};
