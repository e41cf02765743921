import type { AffectedTest } from '@millwright/core';

import { shellWord } from '../frame/shell-word.ts';

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
      ...chosen.map(shellWord),
      ...projects.map((project) => shellWord(`--project=${project}`)),
    ].join(' ');
  }
  if (runner !== 'vitest') return undefined;
  const title =
    tests.length === 1 && only !== undefined && only.title !== '' ? ['-t', shellWord(patternOf(only.title))] : [];
  return ['npx vitest run', ...files.slice(0, mostPlaces).map(shellWord), ...title].join(' ');
}

/** Vitest joins the titles with blanks and takes the name as a regular expression. */
function patternOf(title: string): string {
  return title
    .split(' › ')
    .join(' ')
    .replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}
