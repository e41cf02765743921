import type { Cause } from '../cause.ts';
import { statusEvidence, wordEvidence } from '../evidence.ts';

/** The product itself failed. */
export const server: Cause = {
  name: 'server',
  title: 'Server error',
  likely: 'The service under test threw an error or was not ready behind its proxy.',
  advice:
    'Read the log of the service at the time of the failure; the test only saw the answer. A 502, 503 or 504 that goes away speaks for a slow start.',
  retry: 'linear',
  score: (features) => [
    ...statusEvidence(features, (code) => code >= 500),
    ...wordEvidence(features.told, [
      [/Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out/i, 4.5],
      [
        /InternalServerError\w*|\bINTERNAL_SERVER_ERROR\b|(?:BadGateway|ServiceUnavailable|GatewayTimeout)(?:Error|Exception)|upstream connect error/,
        5,
      ],
    ]),
  ],
};
