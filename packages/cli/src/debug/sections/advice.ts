import type { CauseSection } from '../section.ts';

/** What usually lies behind the class, and what to do. */
export const adviceSection: CauseSection = {
  name: 'advice',
  title: 'What to do',
  form: 'text',
  linesOf: ({ likelyCause, advice, fixes }) => [
    { text: `Likely: ${likelyCause}` },
    // Where nothing more is known, the advice is told with its place as a fix.
    ...(fixes.some(({ summary }) => summary === advice) ? [] : [{ text: `Do: ${advice}` }]),
  ],
};
