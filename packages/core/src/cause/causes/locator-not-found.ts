import type { Cause, CauseEvidence } from '../cause.ts';
import { clipped, outsideTestEvidence, type WordRule, wordEvidence } from '../evidence.ts';

/** What helpers of page objects throw when they look for an element by themselves. */
const words: readonly WordRule[] = [
  [/\bno (?:locator|element|selector)s? (?:matched|found|matches)\b/i, 5],
  [
    /(?:could not|couldn't|cannot|can't|unable to|failed to) (?:find|locate) [^\n]{0,60}\b(?:button|field|element|link|input|row|cell|option|select|dropdown|menu|tab|checkbox|radio|dialog|modal|heading|icon|control)\b/i,
    5,
  ],
];

/** The element that a test looks for is not on the page. */
export const locatorNotFound: Cause = {
  name: 'locator-not-found',
  title: 'Element not found',
  likely:
    'The locator matches nothing: the page changed its markup or texts, or the test is on another page than it thinks.',
  advice:
    'Look for the element in the snapshot of the page. If it is there under another name, mend the locator; if it is not, find out why the page did not show it.',
  retry: 'linear',
  score: (features) => {
    // An expected count of elements is a fact about the page, not a lost locator.
    if (features.matcher === 'toHaveCount') return [];
    if (features.matched !== 'none') return wordEvidence(features.told, words);
    const locator = features.locator === undefined ? 'The locator' : clipped(features.locator);
    const lines: CauseEvidence[] = [{ text: `${locator} matched no element.`, weight: 4 }];
    if (features.timeout && features.timeout.kind !== 'navigation')
      lines.push({ text: 'It was waited for until the limit.', weight: 4 });
    if (/element\(s\) not found|Unable to find|No element found|no such element/i.test(features.told))
      lines.push({ text: 'The message says that no element was found.', weight: 5 });
    return [...lines, ...outsideTestEvidence(features)];
  },
};
