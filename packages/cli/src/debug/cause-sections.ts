import type { CauseSection } from './section.ts';
import { adviceSection } from './sections/advice.ts';
import { evidenceSection } from './sections/evidence.ts';
import { firstSeenSection } from './sections/first-seen.ts';
import { fixesSection } from './sections/fixes.ts';
import { incidentsSection } from './sections/incidents.ts';
import { messageSection } from './sections/message.ts';
import { originSection } from './sections/origin.ts';
import { suspectsSection } from './sections/suspects.ts';
import { testsSection } from './sections/tests.ts';

/** What is told of a cause, in the order of reading. */
export const causeSections: readonly CauseSection[] = [
  messageSection,
  originSection,
  evidenceSection,
  firstSeenSection,
  suspectsSection,
  adviceSection,
  fixesSection,
  incidentsSection,
  testsSection,
];
