import { clip } from '../../render/clip.ts';
import { percent } from '../percent.ts';
import type { CauseSection } from '../section.ts';

const longestDigest = 70;

/** The earlier failures most like this one, and how each was resolved. */
export const incidentsSection: CauseSection = {
  name: 'incidents',
  title: 'Seen before',
  form: 'points',
  linesOf: ({ incidents }) =>
    incidents.map(({ similarity, lastSeenAt, times, digest, told }) => {
      const often = times === 1 ? '' : `, ${times} times`;
      const what = similarity === 1 ? 'the same' : `${percent(similarity)} alike ("${clip(digest, longestDigest)}")`;
      return { text: `Before, ${lastSeenAt.slice(0, 10)}${often}, ${what}: ${told}` };
    }),
};
