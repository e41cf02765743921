import type { Cause, CauseEvidence } from '../cause.ts';
import { outsideTestEvidence, wordEvidence } from '../evidence.ts';

/** A page did not arrive where the test wanted it. */
export const navigation: Cause = {
  name: 'navigation',
  title: 'Navigation failed',
  likely: 'The page went elsewhere, was interrupted by another navigation, or never finished loading.',
  advice:
    'Wait for the effect of the click (`await expect(page).toHaveURL(…)`) before the next step, and check redirects and the address of the page.',
  retry: 'linear',
  score: (features) => {
    const lines: CauseEvidence[] = [
      ...wordEvidence(features.told, [
        [
          /net::ERR_(?:ABORTED|BLOCKED\w*|FAILED|INVALID_\w+|TOO_MANY_REDIRECTS|FILE_NOT_FOUND|HTTP_RESPONSE_CODE_FAILURE)|NS_BINDING_ABORTED/,
          7.5,
        ],
        [
          /Execution context was destroyed|interrupted by another navigation|frame (?:was|got) detached|Navigating frame was detached|Cannot navigate to invalid URL|max(?:imum)? redirects?(?: count)? exceeded|too many redirects/i,
          7.5,
        ],
      ]),
    ];
    if (features.timeout?.kind === 'navigation')
      lines.push({ text: `${features.action ?? 'The navigation'} ran out of time.`, weight: 6.5 });
    if (features.matcher === 'toHaveURL')
      lines.push({ text: 'The expectation is on the address of the page.', weight: 4.5 });
    if (lines.length > 0) lines.push(...outsideTestEvidence(features));
    return lines;
  },
};
