import { tightTimeoutWordsOf } from '@millwright/core';

import type { SuggestionRule } from '../suggestion-rule.ts';

/** A limit that good runs nearly used up: the time that gives them room. */
export const longerLimit: SuggestionRule = {
  name: 'longer-limit',
  suggest: ({ cause, tightTimeouts }) => {
    if (cause.cause !== 'timeout' && cause.cause !== 'setup') return [];
    const [tight] = tightTimeouts.toSorted((a, b) => b.roomyLimitMs - a.roomyLimitMs);
    const test = cause.tests.find(({ testId }) => testId === tight?.testId);
    if (tight === undefined || test === undefined) return [];
    return [
      {
        summary: `Give the test more time, or make it quicker: ${tight.roomyLimitMs} ms is twice what its slowest good run took.`,
        risk: 'medium',
        location: { file: test.file, line: test.line, column: 1 },
        evidence: [tightTimeoutWordsOf(tight)],
      },
    ];
  },
};
