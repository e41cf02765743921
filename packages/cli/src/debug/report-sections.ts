import type { ReportSection } from './section.ts';
import { ownershipSection } from './sections/ownership.ts';

/** What is told of all causes together, in the order of reading. */
export const reportSections: readonly ReportSection[] = [ownershipSection];
