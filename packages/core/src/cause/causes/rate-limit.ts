import type { Cause } from '../cause.ts';
import { statusEvidence, wordEvidence } from '../evidence.ts';

/** The product or a third party asked to slow down. */
export const rateLimit: Cause = {
  name: 'rate-limit',
  title: 'Rate limit reached',
  likely:
    'Too many requests in a short time: parallel workers share one account or address, or a third party limits the tests.',
  advice:
    'Give each worker its own account, lower the number of workers, or stub the third party. A retry helps only after a pause.',
  retry: 'exponential',
  score: (features) => [
    ...statusEvidence(features, (code) => code === 429),
    ...wordEvidence(features.told, [
      [
        /too many requests|rate.?limit(?:ed|ing)?(?: exceeded| reached)?|quota exceeded|throttl(?:ed|ing)|retry.?after|reduce your request rate/i,
        5.5,
      ],
    ]),
  ],
};
