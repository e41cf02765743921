import type { Cause } from '../cause.ts';
import { statusEvidence, wordEvidence } from '../evidence.ts';

/** The product did not know who asked. */
export const authentication: Cause = {
  name: 'authentication',
  title: 'Not authenticated',
  likely:
    'The request carried no valid credentials: a session or token is missing, expired or made for another environment.',
  advice:
    'Check how the test signs in (storage state, token fixture, test account) and whether the token outlives the run. If the route is meant to be public, look at the authentication middleware.',
  retry: 'none',
  score: (features) => [
    ...statusEvidence(features, (code) => code === 401),
    ...wordEvidence(features.told, [
      [
        /invalid[ -](?:(?:login|user|client|api) )?(?:credentials?|token|api key|password|(?:e-?mail|user ?name) or password)|bad credentials|(?:wrong|incorrect) (?:e-?mail|user ?name|password)/i,
        5.5,
      ],
      [
        /\bINVALID_CREDENTIALS\b|\bUNAUTHENTICATED\b|\bUNAUTHORIZED\b|error=auth|\bauth\/(?:wrong-password|user-token-expired|id-token-\w+|user-not-found)/,
        5,
      ],
      [
        /(?:jwt|token|session) (?:has )?(?:expired|is invalid|malformed)|(?:JsonWebToken|TokenExpired|NotBefore|Credentials\w*|Unauthorized|Authentication)(?:Error|Exception)/i,
        6,
      ],
      [
        /authentication (?:failed|required)|not (?:logged|signed) in|(?:could not|failed to|unable to) (?:load|obtain|get|fetch|acquire|refresh) [^\n]{0,40}\b(?:credentials|token)\b/i,
        5,
      ],
      [/^\s*(?:\w*Error: )?Unauthorized\b/m, 4.5],
      [/\bUnauthorized\b/, 3],
    ]),
  ],
};
