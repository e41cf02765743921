import type { CauseClass } from '../../cause/cause.ts';
import type { Testimony, Witness } from '../witness.ts';

/** How each class leans before anything else speaks; from which causes pass on a rerun and which a fix ends. */
const lean: Readonly<Partial<Record<CauseClass, Testimony['weights']>>> = {
  network: { environment: 2, flake: 0.7 },
  'rate-limit': { environment: 2, flake: 0.7 },
  resource: { environment: 2.5 },
  setup: { environment: 2 },
  'browser-crash': { environment: 1, flake: 0.7 },
  timeout: { flake: 0.7 },
  navigation: { flake: 0.5 },
  database: { environment: 0.7 },
  server: { regression: 0.4, environment: 0.4 },
  assertion: { regression: 0.6 },
  snapshot: { regression: 1 },
  'script-error': { regression: 1.8 },
  syntax: { regression: 2.5 },
  'strict-mode': { regression: 1 },
  'locator-not-found': { regression: 0.4, flake: 0.2 },
  authentication: { regression: 0.5 },
  authorization: { regression: 0.8 },
  validation: { regression: 0.8 },
  'not-found': { regression: 0.6 },
};

/** The class of the failure. It is told above the evidence already, so it needs no sentence. */
export const failureClass: Witness = {
  name: 'failure-class',
  testify({ cause }) {
    const weights = lean[cause];
    return weights && { weights, text: '' };
  },
};
