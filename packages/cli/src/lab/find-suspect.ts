import { relative, resolve, sep } from 'node:path';

import { type PlannedTest, UserError, isOwnRunner } from '@millwright/core';

/** The tests that a word may mean: a file, `file:line`, `file > title`, or a part of a title. */
export function findSuspects(
  word: string,
  tests: readonly PlannedTest[],
  place: { readonly root: string; readonly cwd: string },
): readonly PlannedTest[] {
  const inFile = (path: string): readonly PlannedTest[] => {
    const name = relative(place.root, resolve(place.cwd, path)).split(sep).join('/');
    return tests.filter(({ file }) => file === path || file === name || file.endsWith(`/${path}`));
  };
  const whole = inFile(word);
  if (whole.length > 0) return whole;
  const [, path = '', line = ''] = /^(.+):(\d+)$/.exec(word) ?? [];
  const atLine = path === '' ? [] : testsAtLine(inFile(path), Number(line));
  if (atLine.length > 0) return atLine;
  const [file = '', ...titles] = word.split(' > ');
  const inNamed = titles.length === 0 ? [] : inFile(file);
  return inNamed.length > 0 ? testsTitled(inNamed, titles.join(' > ')) : testsTitled(tests, word);
}

/** The tests that start at the line, else those of the last test before it. */
function testsAtLine(tests: readonly PlannedTest[], line: number): readonly PlannedTest[] {
  const start = Math.max(...tests.flatMap((test) => (test.line !== undefined && test.line <= line ? [test.line] : [])));
  return tests.filter((test) => test.line === start);
}

/** A title that is meant as a whole outranks those that merely contain it. */
function testsTitled(tests: readonly PlannedTest[], title: string): readonly PlannedTest[] {
  const exact = tests.filter((test) => test.titlePath.join(' > ') === title || test.titlePath.at(-1) === title);
  return exact.length > 0 ? exact : tests.filter((test) => test.titlePath.join(' > ').includes(title));
}

/** A test that one of our runners can start. */
export type Suspect = PlannedTest & { readonly runner: 'playwright' | 'vitest' };

/** The one test that the word means. Throws a UserError when there is none, or more than one. */
export function suspectOf(
  word: string,
  tests: readonly PlannedTest[],
  place: { readonly root: string; readonly cwd: string; readonly project?: string | undefined },
): Suspect {
  const found = findSuspects(word, tests, place).filter(
    (test) => place.project === undefined || test.project === place.project || test.project === '',
  );
  const [only] = found;
  if (only === undefined) {
    throw new UserError({
      code: 'no-such-test',
      message: `Expected TEST to name one test, got "${word}", which names none${place.project === undefined ? '' : ` in project "${place.project}"`}.`,
      hint: 'Give `file:line`, `file > title` or a part of the title. `e2e manifest` lists the test files.',
    });
  }
  if (found.length === 1 && isSuspect(only)) return only;
  const sameTitle = found.every((test) => nameOf(test) === nameOf(only));
  throw new UserError({
    code: 'several-tests',
    message: `Expected TEST to name one test, got "${word}", which names ${found.length}: ${found
      .slice(0, 4)
      .map((test) => `"${nameOf(test)}"${test.project === '' ? '' : ` (${test.project})`}`)
      .join(', ')}${found.length > 4 ? ' …' : ''}.`,
    hint: sameTitle ? 'Choose one with `--project`.' : 'Give `file:line`, or `file > title` with the whole title.',
  });
}

function isSuspect(test: PlannedTest): test is Suspect {
  return isOwnRunner(test.runner);
}

/** How people find a test: file and titles. */
export function nameOf(test: Pick<PlannedTest, 'file' | 'titlePath'>): string {
  return [test.file, ...test.titlePath].join(' > ');
}
