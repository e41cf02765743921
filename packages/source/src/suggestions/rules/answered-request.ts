import type { CauseClass, FailureFeatures } from '@millwright/core';

import type { SuggestionRule } from '../suggestion-rule.ts';

type Told = (request: string, features: FailureFeatures) => string;

/** What to do about a request that the server answered otherwise than the test wanted. */
const summaries: Readonly<Partial<Record<CauseClass, Told>>> = {
  authorization: (request) =>
    `Give the account of this test the right to make ${request}, or expect the refusal if the rule is new.`,
  'not-found': (request) =>
    `Compare ${request} with the routes of the service, and make sure that the test itself creates what it asks for.`,
  validation: (request, { told }) => {
    const field = fieldOf(told);
    return field === undefined
      ? `Compare what ${request} sends with the schema of its endpoint: the answer names the field.`
      : `Send \`${field}\` in ${request} as the endpoint wants it, or mend the endpoint if its rule was not to change.`;
  },
  server: (request) =>
    `Read the log of the service at the time of ${request}: it failed there, and the test only saw the answer.`,
  database: () =>
    'Give this test data of its own, and look at what else writes to the same rows: the database refused the statement.',
};

/** A request that was answered with an error: its line, and what the answer asks for. */
export const answeredRequest: SuggestionRule = {
  name: 'answered-request',
  suggest: ({ cause, features }) => {
    const summaryOf = summaries[cause.cause];
    if (summaryOf === undefined || cause.location === undefined) return [];
    return [
      {
        summary: summaryOf(requestOf(features), features),
        risk: 'medium',
        location: cause.location,
        evidence: cause.evidence.slice(0, 2),
      },
    ];
  },
};

function requestOf({ told, url }: FailureFeatures): string {
  const [, method, path] =
    /\b(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) ((?:https?:\/\/|\/)[^\s"',)]{1,120})/u.exec(told) ?? [];
  if (method !== undefined) return `\`${method} ${path?.replace(/[:.;]+$/u, '')}\``;
  return url === undefined ? 'this request' : `the request to \`${url}\``;
}

/** The field that a refusal names: `"path":["email"]`, `email is required`, `email must be …`. */
function fieldOf(told: string): string | undefined {
  const patterns = [
    /"(?:path|loc)"\s*:\s*\[[^\]]*"([\w.-]{1,60})"\s*\]/u,
    /"(?:field|param|property)"\s*:\s*"([\w.-]{1,60})"/u,
    /\b(?:field|parameter|property) ["'`]?([\w.-]{1,60})["'`]? (?:is|was|must)\b/u,
    /["'`]([\w.-]{1,60})["'`]? (?:is required|must be|should be|is not allowed|is invalid)\b/u,
  ];
  for (const pattern of patterns) {
    const field = pattern.exec(told)?.[1];
    if (field !== undefined) return field;
  }
  return undefined;
}
