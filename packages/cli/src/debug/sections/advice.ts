import type { CauseSection } from '../section.ts';

/** What usually lies behind the class, and what to do. */
export const adviceSection: CauseSection = {
  name: 'advice',
  title: 'What to do',
  form: 'text',
  linesOf: ({ likelyCause, advice }) => [{ text: `Likely: ${likelyCause}` }, { text: `Do: ${advice}` }],
};
