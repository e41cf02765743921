import type { FileChanges } from '../plan-input.ts';
import { counted, filesOf } from './change-frequency.ts';
import { clamped, logShareOf, type RiskRule } from './risk-rule.ts';

/** So many minor authors are as bad as any more. */
const mostMinorAuthors = 5;

/**
 * Code that is nobody's breaks more often: the more people made a few of its commits, and the smaller the share of whoever made the most
 * (Bird, Nagappan, Murphy, Gall and Devanbu, "Don't touch my code!", FSE 2011). The weight is the share that authors have in a model of
 * fixed files, see `docs/planning.md`.
 */
export const ownership: RiskRule = {
  name: 'ownership',
  weight: 0.04,
  assess: (subject, { input }) => {
    const { changeFrequency: changes } = input;
    const known = filesOf(subject).flatMap((file) => {
      const found = changes?.get(file);
      return found?.mainAuthorShare === undefined ? [] : [{ file, found, score: ownershipScoreOf(found) }];
    });
    const [worst] = known.sort((a, b) => b.score - a.score || b.found.commits - a.found.commits);
    if (!worst) return undefined;
    return { score: worst.score, evidence: `${worst.file}: ${wordsOf(worst.found)}.` };
  },
};

/** How little a file is one person's, 0–1; 0 where one author made all its commits, and where authors are not known. */
export function ownershipScoreOf({ mainAuthorShare, minorAuthors }: FileChanges): number {
  return clamped(0.5 * logShareOf(minorAuthors ?? 0, mostMinorAuthors) + 0.5 * (1 - (mainAuthorShare ?? 1)));
}

function wordsOf({ commits, mainAuthorShare = 1, minorAuthors = 0, authors = 1 }: FileChanges): string {
  if (authors === 1) return `${counted(commits, 'commit')}, all by one author`;
  const minor =
    minorAuthors === 0
      ? ''
      : `, and ${counted(minorAuthors, 'author')} made less than 5 % ${minorAuthors === 1 ? '' : 'each'}`;
  return `its main author made ${Math.round(100 * mainAuthorShare)} % of ${counted(commits, 'commit')}${minor.trimEnd()}`;
}
