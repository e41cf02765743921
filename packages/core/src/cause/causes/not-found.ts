import type { Cause } from '../cause.ts';
import { statusEvidence, wordEvidence } from '../evidence.ts';

/** What was asked for does not exist on the server. */
export const notFound: Cause = {
  name: 'not-found',
  title: 'Resource not found',
  likely:
    'A route or a record that the test relies on is not there: the path changed, the data was not created, or another test removed it.',
  advice: 'Check the address against the routes of the service, then whether the test creates the record it asks for.',
  retry: 'none',
  score: (features) => [
    ...statusEvidence(features, (code) => code === 404 || code === 410),
    ...wordEvidence(features.told, [
      [
        /\b(?:user|order|record|document|resource|entity|page|route|product|item) (?:\S+ )?(?:was |is )?not found\b/i,
        4.5,
      ],
      // The DOM has a `NotFoundError` of its own, which tells of a node.
      [
        /NotFoundError(?!: Failed to execute ')|\w*NotFoundException|\bNoSuch(?:Key|Bucket|Entity|Upload)\b|No (?:record|document|row) found/,
        4.5,
      ],
      [/\bCannot (?:GET|POST|PUT|PATCH|DELETE) \//, 7],
      [/\bNot Found\b/, 3],
    ]),
  ],
};
