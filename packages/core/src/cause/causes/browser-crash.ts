import type { Cause, CauseEvidence } from '../cause.ts';
import { dialectEvidence } from '../evidence.ts';

/** The browser or the process went away. */
export const browserCrash: Cause = {
  name: 'browser-crash',
  title: 'Browser or process went away',
  likely: 'The browser, page or worker closed or crashed while the test still used it.',
  advice:
    'Check for a missing `await` that lets the test end first, then for memory and shared-memory limits (`--ipc=host` in containers).',
  retry: 'linear',
  score: (features) => {
    const lines: CauseEvidence[] = [...dialectEvidence(features.crash, 7.5)];
    const { timeout } = features;
    // The runner closes the page when a test or hook runs out of time: then the closing is a consequence.
    if (lines.length > 0 && (timeout?.kind === 'test' || timeout?.kind === 'hook')) {
      lines.push({ text: 'The limit ran out first, which closes the page.', weight: -5 });
    }
    return lines;
  },
};
