import type { ReportSection } from '../section.ts';
import { ownershipLineOf } from './origin.ts';

/** "Is this red mine?" for all causes together. In full a single cause says it itself. */
export const ownershipSection: ReportSection = {
  name: 'ownership',
  linesOf: ({ mine, causes }, length) =>
    mine === undefined || (length === 'full' && causes.length < 2) ? [] : [ownershipLineOf(mine)],
};
