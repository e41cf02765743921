import type { Cause } from '../cause.ts';
import { statusEvidence, wordEvidence } from '../evidence.ts';

/** The product knew who asked and refused. */
export const authorization: Cause = {
  name: 'authorization',
  title: 'Not allowed',
  likely: 'The user was known but lacks the role or permission for what was asked, or a rule of access changed.',
  advice:
    'Compare the role of the test user with what the route requires. If the test expects a refusal and got an answer, treat it as a security defect.',
  retry: 'none',
  score: (features) => [
    ...statusEvidence(features, (code) => code === 403),
    ...wordEvidence(features.told, [
      [/insufficient (?:scope|permission|privilege)\w*/i, 5.5],
      [
        /\bAccessDenied\b|\baccess denied\b|\bpermission denied\b(?!.*(?:open|mkdir|unlink|scandir|spawn))|not (?:authorized|permitted|allowed) to|not accessible by integration|\b(?:not|n't) have (?:the )?(?:\w+ )?permission|lacks? (?:the )?(?:\w+ )?(?:role|permission)|violates row-level security/i,
        4.5,
      ],
      [
        /\b(?:Forbidden|PermissionDenied|AccessDenied)(?:Error|Exception)\b|code: ?["']?(?:FORBIDDEN|permission-denied)\b/,
        5.5,
      ],
      [/\bForbidden\b|CSRF token/i, 3.5],
    ]),
  ],
};
