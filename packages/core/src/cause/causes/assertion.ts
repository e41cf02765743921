import type { Cause, CauseEvidence } from '../cause.ts';
import { clipped, wordEvidence } from '../evidence.ts';

/** The product answered, and the answer was not the expected one. */
export const assertion: Cause = {
  name: 'assertion',
  title: 'Failed assertion',
  likely:
    'The product gave another answer than the test expects: either the product changed or the expectation is out of date.',
  advice:
    'Compare expected and received, then look at what changed in the code that the test reaches since it last passed.',
  retry: 'none',
  score: (features) => {
    const lines: CauseEvidence[] = [];
    if (features.matcher !== undefined && features.matcher !== 'assert') {
      lines.push({ text: `The expectation \`${features.matcher}\` did not hold.`, weight: 5 });
    } else if (features.matcher === 'assert' || features.errorNames.includes('AssertionError')) {
      const weight = features.thrownNames.includes('AssertionError') ? 5.7 : 5;
      lines.push({ text: `An assertion did not hold: ${clipped(features.head)}`, weight });
    }
    if (features.compares) lines.push({ text: 'Expected and received values differ.', weight: 1 });
    if (lines.length === 0) {
      lines.push(
        ...wordEvidence(features.told, [
          [/expected [^\n]{1,60} (?:to|but got|got) /i, 3.5],
          [/assertion failed|evaluated to a falsy value/i, 5],
          [
            /\bshould (?:have|be|not)\b|\bmust (?:be|not|have)\b|\bexpected\b|exceed(?:s|ed) (?:the )?(?:threshold|limit|budget)|(?:does|did) not match|mismatch/i,
            3.6,
          ],
          // A check that the test makes by itself and throws.
          [/^\s*Error: [^\n]{1,60}/m, 2.6],
        ]),
      );
    }
    return lines;
  },
};
