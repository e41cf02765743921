import { type LeftOutTest, type PlannedTest, type TestStrategy, UserError, hasPlaceholder } from '@millwright/core';

import { namePatternOf } from '../execution/runner-command.ts';

/** What a plain runner can be told of a plan. */
export const emissions = ['playwright-args', 'test-list', 'vitest-args'] as const;
export type Emission = (typeof emissions)[number];

/** The plan of one runner: what to name, and what is known beside it. */
interface Selection {
  /** In planned order. */
  readonly planned: readonly PlannedTest[];
  readonly leftOut: readonly LeftOutTest[];
  /** Whether every known test of a file is planned: then the file is named whole, and new tests in it run. */
  readonly isWhole: (file: string) => boolean;
}

/**
 * What to hand to a runner that follows no plan by itself, as words without blanks and quotes, for `$(…)` takes quotes for letters.
 * Where a word cannot be exact it names more, never less. Empty when the plan leaves none of the runner's tests out. Throws a
 * UserError when it holds no test of the runner, for without words a runner runs everything. `lineOf` tells where a test stands now.
 */
export function emittedSelectionOf(
  strategy: TestStrategy,
  emission: Emission,
  lineOf: (test: PlannedTest) => number | undefined,
): readonly string[] {
  const runner = emission === 'vitest-args' ? 'vitest' : 'playwright';
  const selection = selectionOf(strategy, runner);
  if (selection.planned.length === 0)
    throw new UserError({
      code: 'nothing-to-emit',
      message: `The plan holds no test of ${runner === 'vitest' ? 'Vitest' : 'Playwright'}, so there is nothing to name to it.`,
      hint: 'Without a name the runner would run everything: leave it out of this build.',
    });
  if (emission === 'test-list') return testListOf(selection);
  if (selection.leftOut.length === 0) return [];
  return emission === 'vitest-args' ? vitestWordsOf(selection) : playwrightWordsOf(selection, lineOf);
}

function selectionOf(strategy: TestStrategy, runner: string): Selection {
  const byId = new Map(strategy.testCases.map((test) => [test.testId, test]));
  const planned = strategy.executionOrder.flatMap((id) => byId.get(id) ?? []).filter((test) => test.runner === runner);
  const leftOut = (strategy.leftOutTests ?? []).filter((test) => test.runner === runner);
  const cut = new Set(leftOut.map(({ file }) => file));
  return { planned, leftOut, isWhole: (file) => !cut.has(file) };
}

/** Playwright reads a path as a regular expression, in which a dot stands for every letter that a shell could take amiss. */
function playwrightWordsOf(
  { planned, leftOut, isWhole }: Selection,
  lineOf: (test: PlannedTest) => number | undefined,
): readonly string[] {
  const lines = planned.map((test) => ({ file: test.file, line: isWhole(test.file) ? undefined : lineOf(test) }));
  const whole = new Set(lines.filter(({ line }) => line === undefined).map(({ file }) => file));
  const words = lines.map(({ file, line }) => {
    const path = file.replace(/^(?:\.\.?\/)+/, '').replaceAll(/[^\w./@-]/g, '.');
    return line === undefined || whole.has(file) ? path : `${path}:${line}`;
  });
  const projects = new Set(planned.map(({ project }) => project));
  const isCut = !projects.has('') && leftOut.some(({ project }) => !projects.has(project));
  const choice = isCut ? [...projects].map((name) => `--project=${name.replaceAll(/[^\w./@-]/g, '*')}`) : [];
  return [...new Set(words), ...choice];
}

/** Vitest looks for a word in the path, so that what follows a blank will do. */
function vitestWordsOf({ planned, isWhole }: Selection): readonly string[] {
  const files = [...new Set(planned.map(({ file }) => file))];
  const words = files.map((file) => file.replace(/^(?:\.\.?\/)+/, '').replace(/^.*\s/, ''));
  const pattern = files.every(isWhole) ? undefined : namePatternOf(planned);
  const blank = String.raw`\s`;
  return [
    ...new Set(words),
    ...(pattern === undefined ? [] : [`--testNamePattern=${pattern.replaceAll(/\s/g, blank)}`]),
  ];
}

/**
 * Lines for Playwright's `--test-list`, whose paths count from `testDir`, which only the runner knows for sure: each test is
 * listed below every folder above it, and a line that is not meant matches nothing.
 */
function testListOf({ planned, isWhole }: Selection): readonly string[] {
  const lines = planned.flatMap((test) => {
    const parts = test.file.replace(/^(?:\.\.?\/)+/, '').split('/');
    const project = test.project === '' ? [] : [`[${test.project}]`];
    const titles = isWhole(test.file) ? [] : tellableTitlesOf(test.titlePath);
    return parts.map((_, index) => [...project, parts.slice(index).join('/'), ...titles].join(' › '));
  });
  return [...new Set(lines)];
}

/** The titles up to the first that a line cannot hold; a list names all below them. */
function tellableTitlesOf(titlePath: readonly string[]): readonly string[] {
  const end = titlePath.findIndex((title) => /[›\n]/.test(title) || title !== title.trim() || hasPlaceholder([title]));
  return end === -1 ? titlePath : titlePath.slice(0, end);
}
