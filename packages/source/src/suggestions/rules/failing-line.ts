import { lineTextOf } from '../source-line.ts';
import type { SuggestionRule } from '../suggestion-rule.ts';

/** Where to look when nothing more is known: the failing line, with what usually helps. */
export const failingLine: SuggestionRule = {
  name: 'failing-line',
  suggest: ({ cause, tree }) => {
    const line = cause.location === undefined ? '' : lineTextOf(tree, cause.location);
    return [
      {
        summary: cause.advice,
        risk: 'medium',
        ...(cause.location ? { location: cause.location } : {}),
        evidence: line === '' ? [] : [`${cause.location?.line}: ${line.slice(0, 160)}`],
      },
    ];
  },
};
