import type { Cause } from '../cause.ts';
import { statusEvidence, wordEvidence } from '../evidence.ts';

/** The product refused the form of what it was sent. */
export const validation: Cause = {
  name: 'validation',
  title: 'Request refused as invalid',
  likely:
    'What was sent does not fit what the service accepts: a required field is missing, has the wrong form, or the rules changed.',
  advice: 'Compare the request of the test with the schema or DTO of the endpoint; the answer usually names the field.',
  retry: 'none',
  score: (features) => [
    ...statusEvidence(features, (code) => code === 400 || code === 422 || code === 415),
    ...wordEvidence(features.told, [
      [/\b(?:Zod|Validation|Yup|Joi|Ajv|BadRequest|UnprocessableEntity)\w*(?:Error|Exception)\b/, 6],
      [
        /\b(?:BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)\b|\bgot invalid value\b|"code": ?"(?:too_small|too_big|unrecognized_keys)"|\bCastError: Cast to|of required type "[^\n"]{1,60}" was not provided/,
        6,
      ],
      [/validation (?:failed|error)|failed validation|Unprocessable/i, 5],
      [
        /\bmissing required (?:param(?:eter)?|field|property|argument)\b|\b(?:parameter|field|property|value) (?:\S+ )?(?:is|was) (?:malformed|invalid|required|missing)|\binvalid_(?:signature|request|parameter|type)/i,
        5,
      ],
      [/\bBad Request\b/, 3.5],
      [/\b(?:must be|should be) (?:a|an) (?:string|number|valid|integer|array|email)\b/i, 3.5],
    ]),
  ],
};
