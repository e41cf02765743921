import {
  type Timings,
  UserError,
  environmentOf,
  predictedFileTimesOf,
  renderTimings,
  timingsFile,
  updatedTimingsOf,
} from '@millwright/core';
import { type HistoryStore, readTimings, writeTimings } from '@millwright/history';
import { renderUnifiedDiff } from '@millwright/source';

import type { Context } from '../context/context.ts';
import type { Command } from '../frame/command.ts';
import { flagOption } from '../frame/options.ts';
import { makeStrategy } from '../planning/make-strategy.ts';
import { renderChange } from '../quarantine/quarantine-state.ts';

const options = {
  apply: flagOption({ describe: 'write the file; without it the diff is only shown' }),
} as const;

/** So many runs of Vitest tell what its files take; the median of ten decides, and shards and partial runs are among them. */
const newestRuns = 40;

/** `e2e timings`: what tests take, in a small file to commit, so that all machines split the suite alike. */
export const timingsCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e timings', 'show what the history would change in timings.json'],
    ['e2e timings --apply', 'write it; then commit it'],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    const environment = await readMainEnvironment(history);
    const present = await readPresent(context.root);
    const after = await timingsNow(context, history, { before: present ?? {}, environment });
    const from = present === undefined ? '' : renderTimings(present);
    const isEmpty = present === undefined && Object.keys(after).length === 0;
    const diff = isEmpty ? '' : renderUnifiedDiff({ file: timingsFile, before: from, after: renderTimings(after) });
    const applied = args.apply === true && diff !== '';
    if (applied) await writeTimings(context.root, after);
    const change = { file: timingsFile, diff, applied };
    return {
      exitCode: 0,
      document: {
        format: 'millwright/timings-change',
        version: 1,
        ...change,
        environment: environment ?? 'any',
      },
      text: isEmpty ? 'No duration is recorded yet: run the suite first.\n' : renderChange(change),
    };
  },
};

async function readPresent(root: string): Promise<Timings | undefined> {
  const read = await readTimings(root);
  if (read === undefined || read.kind === 'read') return read?.timings;
  throw new UserError({
    code: 'unreadable-timings',
    message: `${timingsFile} is unreadable: ${read.fault}`,
    hint: `Mend it, or remove it and write it anew: \`e2e timings --apply\`.`,
  });
}

/** The CI environment of most of the newest runs, for that is where suites are split; undefined when none ran in CI. */
async function readMainEnvironment(history: HistoryStore): Promise<string | undefined> {
  const runs = await history.listRuns({ experiments: false, stress: false, last: newestRuns });
  const byEnvironment = Map.groupBy(
    runs.filter(({ facts }) => facts.ci !== undefined),
    ({ facts }) => environmentOf(facts),
  );
  const [first] = [...byEnvironment].toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return first?.[0];
}

async function timingsNow(
  context: Context,
  history: HistoryStore,
  { before, environment }: { readonly before: Timings; readonly environment: string | undefined },
): Promise<Timings> {
  const { testCases } = await makeStrategy(context, history, { name: 'timings', environment });
  const { learningEnabled } = context.config;
  const histories = learningEnabled ? await history.readTestHistories({ runner: 'playwright' }) : [];
  return updatedTimingsOf(before, {
    tests: testCases,
    skipped: histories
      .filter(({ observations }) => observations.at(-1)?.outcome === 'skipped')
      .map(({ test }) => test)
      .filter(({ file }) => testCases.some((test) => test.file === file)),
    fileMs: learningEnabled ? await readFileTimes(history, environment) : new Map(),
  });
}

async function readFileTimes(
  history: HistoryStore,
  environment: string | undefined,
): Promise<ReadonlyMap<string, number>> {
  const query = { runner: 'vitest', experiments: false, stress: false, last: newestRuns };
  const runs = [];
  for await (const run of history.readRuns(query))
    if (environment === undefined || environmentOf(run.facts) === environment) runs.push(run);
  return predictedFileTimesOf(runs);
}
