import type { DebugCause, SuspectCommit, SuspectFile } from '@millwright/core';

import type { Paint } from './paint.ts';

/** Files, lines and commits that may have brought a cause; nothing when none is known. */
export function renderSuspects(paint: Paint, { suspects, tests }: DebugCause): readonly string[] {
  if (suspects === undefined) return [];
  const [first] = tests;
  const bisect =
    suspects.commits.length > 1 && first !== undefined ? [paint.dim(`  sure which: e2e bisect "${first.title}"`)] : [];
  return [
    ...(suspects.files.length > 0 ? ['Look at:', ...suspects.files.map((file) => fileLine(paint, file))] : []),
    ...(suspects.commits.length > 0
      ? ['Suspect commits:', ...suspects.commits.map((commit) => commitLine(paint, commit)), ...bisect]
      : []),
  ];
}

function fileLine(paint: Paint, { file, lines, why }: SuspectFile): string {
  const [first] = lines;
  const place = first === undefined ? file : `${file}:${first[0]}${first[1] > first[0] ? `-${first[1]}` : ''}`;
  const more = lines.length > 1 ? `, and ${lines.length - 1} more` : '';
  return `  ${place}${more}  ${paint.dim(why)}`;
}

function commitLine(paint: Paint, { commit, subject, author, why }: SuspectCommit): string {
  const name =
    commit === undefined ? subject : `${commit.slice(0, 7)} ${subject}${author === undefined ? '' : ` (${author})`}`;
  return `  ${name}  ${paint.dim(why)}`;
}
