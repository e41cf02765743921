import type { CauseSection } from '../section.ts';

const shownTests = 8;

/** The tests that the cause took down. */
export const testsSection: CauseSection = {
  name: 'tests',
  title: 'Tests',
  form: 'points',
  linesOf: ({ tests }) => [
    ...tests.slice(0, shownTests).map(({ outcome, title, file, line, project }) => ({
      text: `${outcome === 'flaky' ? 'flaky ' : 'failed'} ${title} ${file}:${line}${project ? ` [${project}]` : ''}`,
    })),
    ...(tests.length > shownTests
      ? [{ text: `and ${tests.length - shownTests} more (all with --json)`, tone: 'dim' as const }]
      : []),
  ],
};
