import type { AffectedTest } from '@millwright/core';

/** More places than this make a command line that nobody reads. */
const mostPlaces = 8;

/** The command that runs just these tests again; undefined for tools that Millwright cannot start. */
export function verifyCommandOf(runner: string, tests: readonly AffectedTest[]): string | undefined {
  const files = [...new Set(tests.map(({ file }) => file))];
  const places = [...new Set(tests.map(({ file, line }) => `${file}:${line}`))];
  const [only] = tests;
  if (runner === 'playwright') {
    const projects = [...new Set(tests.map(({ project }) => project).filter((project) => project !== ''))];
    const chosen = places.length > mostPlaces ? files.slice(0, mostPlaces) : places;
    return [
      'npx playwright test',
      ...chosen.map(quoted),
      ...projects.map((project) => quoted(`--project=${project}`)),
    ].join(' ');
  }
  if (runner !== 'vitest') return undefined;
  const title =
    tests.length === 1 && only !== undefined && only.title !== '' ? ['-t', quoted(patternOf(only.title))] : [];
  return ['npx vitest run', ...files.slice(0, mostPlaces).map(quoted), ...title].join(' ');
}

/** Vitest joins the titles with blanks and takes the name as a regular expression. */
function patternOf(title: string): string {
  return title
    .split(' › ')
    .join(' ')
    .replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
