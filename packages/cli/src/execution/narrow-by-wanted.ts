import {
  type RunnerName,
  type TestStrategy,
  UserError,
  narrowedStrategyOf,
  projectChoiceOf,
  recordedTestsOf,
} from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { readLastFailed } from './read-last-failed.ts';
import { readNamelessRunners } from './read-nameless-runners.ts';

/** Which of the planned tests are wanted; all without a word. */
export interface WantedTests {
  /** Names of projects, `*` for any letters. */
  readonly projects?: readonly string[] | undefined;
  /** A runner's configuration file, when one was named: what it says of projects is not asked. */
  readonly config?: string | undefined;
  /** Only those that failed when they last ran. */
  readonly lastFailed?: boolean | undefined;
}

/** The part of a strategy that is wanted. Throws a UserError when that is nothing. */
export async function narrowByWanted(
  context: Context,
  history: HistoryStore,
  strategy: TestStrategy,
  { projects, config, lastFailed }: WantedTests,
): Promise<TestStrategy> {
  const nameless = projects === undefined || config !== undefined ? [] : await readNamelessRunners(context, strategy);
  const ofProjects = projects === undefined ? strategy : narrowByProjects(strategy, projects, nameless);
  return lastFailed === true ? narrowByLastFailed(context, history, ofProjects) : ofProjects;
}

function narrowByProjects(
  strategy: TestStrategy,
  projects: readonly string[],
  nameless: readonly RunnerName[],
): TestStrategy {
  const choice = projectChoiceOf(projects, strategy.testCases);
  const narrowed = narrowedStrategyOf(strategy, (test) => choice.isChosen(test) && !nameless.includes(test.runner));
  if (narrowed.testCases.length > 0 && choice.unknown.length === 0) return narrowed;
  const known = [...new Set(strategy.testCases.map((test) => test.project))].filter((project) => project !== '');
  throw new UserError({
    code: 'nothing-selected',
    message: `No planned test belongs to \`--project ${(choice.unknown.length > 0 ? choice.unknown : projects).join(',')}\`.`,
    hint:
      known.length === 0
        ? 'No project of the planned tests is known by name.'
        : `Projects of the planned tests: ${known.join(', ')}.`,
  });
}

async function narrowByLastFailed(
  context: Context,
  history: HistoryStore,
  strategy: TestStrategy,
): Promise<TestStrategy> {
  const failed = await readLastFailed(history, context.root, new Set(strategy.testCases.map(({ file }) => file)));
  const unloaded = await readUnloadedFiles(history);
  const byFile = Map.groupBy(failed, (test) => test.file);
  const narrowed = narrowedStrategyOf(
    strategy,
    (test) => unloaded.has(test.file) || recordedTestsOf(test, byFile.get(test.file) ?? []).length > 0,
  );
  const planned = new Set(
    narrowed.testCases.flatMap((test) => recordedTestsOf(test, byFile.get(test.file) ?? []).map(({ id }) => id)),
  );
  const missing = failed.filter(({ id }) => !planned.has(id));
  const [first] = missing;
  if (first !== undefined) {
    context.say(
      `${missing.length === 1 ? '1 test' : `${missing.length} tests`} that failed when ${missing.length === 1 ? 'it' : 'they'} last ran ${missing.length === 1 ? 'is' : 'are'} not in this plan (${first.titlePath.join(' > ')}${missing.length > 1 ? ' …' : ''}): plan again with \`e2e plan-strategy\` unless that is meant.`,
    );
  }
  if (narrowed.testCases.length > 0) return narrowed;
  throw new UserError({
    code: 'nothing-selected',
    message: 'No planned test failed when it last ran, so `--last-failed` selects nothing.',
    hint: 'Leave it out to run the whole plan.',
  });
}

/** The files that errors outside of tests name, in the newest run of each runner: what they hold did not even start. */
async function readUnloadedFiles(history: HistoryStore): Promise<ReadonlySet<string>> {
  const newest = await Promise.all(
    (['playwright', 'vitest'] as const).map(async (runner) => {
      const files: string[] = [];
      for await (const run of history.readRuns({ runner, experiments: false, last: 1 }))
        files.push(...run.errors.flatMap(({ location }) => location?.file ?? []));
      return files;
    }),
  );
  return new Set(newest.flat());
}
