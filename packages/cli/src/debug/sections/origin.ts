import type { Ownership } from '@millwright/core';

import { percent } from '../percent.ts';
import type { CauseSection, SectionLine } from '../section.ts';
import type { ExplainedCause } from '../explained-report.ts';

const names = ['flake', 'regression', 'environment', 'unknown'] as const;

/** Where the failure comes from, whether it is yours, and what that rests on. */
export const originSection: CauseSection = {
  name: 'origin',
  title: 'Where it comes from',
  form: 'points',
  linesOf: (cause) => [
    {
      text: originSharesOf(cause)
        .map(({ name, share }) => `${name} ${percent(share)}`)
        .join(', '),
    },
    ownershipLineOf(cause.origin.mine),
    ...cause.origin.evidence.map((text) => ({ text, tone: 'dim' as const })),
  ],
};

/** The likeliest origin first; a share under one in twenty is not worth a word. */
export function originSharesOf({
  origin,
}: ExplainedCause): readonly { readonly name: (typeof names)[number]; readonly share: number }[] {
  return names
    .map((name) => ({ name, share: origin[name] }))
    .filter(({ share }) => share >= 0.05)
    .toSorted((a, b) => b.share - a.share);
}

/** "Is this red mine?" in one line. */
export function ownershipLineOf({ answer, sentence }: Ownership): SectionLine {
  return { text: sentence, tone: answer === 'yours' ? 'bad' : answer === 'not-yours' ? 'good' : 'warn' };
}
