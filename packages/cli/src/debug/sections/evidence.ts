import { percent } from '../percent.ts';
import type { CauseSection } from '../section.ts';

/** What speaks for the class, and the classes that it could be instead. */
export const evidenceSection: CauseSection = {
  name: 'evidence',
  title: 'Evidence',
  form: 'points',
  linesOf: ({ evidence, alternatives }) => [
    ...evidence.map((text) => ({ text, tone: 'dim' as const })),
    ...(alternatives[0] !== undefined && alternatives[0].probability >= 0.1
      ? [
          {
            text: `It may also be ${alternatives[0].cause} (${percent(alternatives[0].probability)}).`,
            tone: 'dim' as const,
          },
        ]
      : []),
  ],
};
