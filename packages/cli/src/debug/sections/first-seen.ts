import type { CauseSection } from '../section.ts';

/** Since when this failure is known. */
export const firstSeenSection: CauseSection = {
  name: 'first-seen',
  title: 'First seen',
  form: 'points',
  linesOf: ({ firstSeen }) => {
    if (firstSeen.startedAt === '') return [];
    const commit = firstSeen.commit === undefined ? '' : ` at commit ${firstSeen.commit.slice(0, 10)}`;
    const when = `${firstSeen.startedAt.slice(0, 16).replace('T', ' ')} UTC`;
    return [{ text: `First seen ${when}${commit} (run ${firstSeen.runId}).`, tone: 'dim' }];
  },
};
