import type { AffectedTest, SuspectCommit, SuspectFile } from '@millwright/core';

import { shellWord } from '../../frame/shell-word.ts';
import type { CauseSection, SectionLine } from '../section.ts';

/** Files, lines and commits that may have brought it, and how to be sure. */
export const suspectsSection: CauseSection = {
  name: 'suspects',
  title: 'Who did it',
  form: 'text',
  linesOf: ({ suspects, tests }) => {
    if (suspects === undefined) return [];
    const { files, commits } = suspects;
    const [first] = tests;
    return [
      ...headed('Look at:', files.map(fileLineOf)),
      ...headed('Suspect commits:', commits.map(commitLineOf)),
      ...(commits.length > 1 && first !== undefined ? [{ text: bisectLineOf(first), code: 'sh' as const }] : []),
    ];
  },
};

/** Names the test as the command reads it. */
function bisectLineOf({ file, title, project }: AffectedTest): string {
  const named = shellWord(`${file} > ${title.replaceAll(' › ', ' > ')}`);
  return `npx e2e bisect ${named}${project ? ` --project ${shellWord(project)}` : ''}`;
}

function headed(head: string, lines: readonly string[]): readonly SectionLine[] {
  return lines.length === 0 ? [] : [head, ...lines].map((text) => ({ text }));
}

function fileLineOf({ file, lines, why }: SuspectFile): string {
  const [first] = lines;
  const place = first === undefined ? file : `${file}:${first[0]}${first[1] > first[0] ? `-${first[1]}` : ''}`;
  const more = lines.length > 1 ? `, and ${lines.length - 1} more` : '';
  return `  ${place}${more}  ${why}`;
}

function commitLineOf({ commit, subject, author, why }: SuspectCommit): string {
  const name =
    commit === undefined ? subject : `${commit.slice(0, 7)} ${subject}${author === undefined ? '' : ` (${author})`}`;
  return `  ${name}  ${why}`;
}
