import { resolve } from 'node:path';

import { type Attempt, type Run, type RunFacts, UserError, nearestNameOf } from '@millwright/core';
import { type HistoryStore, importFiles, readFacts, redactionPatternsOf, redactorOf } from '@millwright/history';

import type { Command } from '../../frame/command.ts';
import { choiceOption, flagOption, textOption } from '../../frame/options.ts';
import { renderCount } from '../../render/duration.ts';

const options = {
  format: choiceOption('format', {
    describe: 'what the files are; told from their content when left out',
    words: ['playwright-json', 'playwright-blob', 'junit', 'ctrf', 'allure', 'jsonl'],
  }),
  runner: textOption('runner', {
    describe: 'the runner whose tests these are (playwright, vitest), so that they join what is recorded later',
  }),
  project: textOption('project', { describe: "the runner's project, for reports that do not tell it" }),
  'this-commit': flagOption({ describe: 'the reports are of the commit that is checked out now' }),
} as const;

/** `e2e history import`: a team starts with its past. The same report twice is one run. */
export const historyImportCommand: Command<typeof options> = {
  positionals: [{ shape: '<files..>', describe: 'reports, or folders of Allure results' }],
  options,
  examples: [
    ['e2e history import reports/*.xml --runner playwright', 'JUnit reports of earlier Playwright runs'],
    ['e2e history import blob-report/*.zip --this-commit', 'the blobs of a sharded Playwright run, as one run'],
  ],
  async run(context, args) {
    refuseMistypedRunner(args.runner);
    const { root, world, config } = context;
    const facts = await readFacts({ root, env: world.env });
    const runs = await importFiles({
      paths: args.words.map((word) => resolve(world.cwd, word)),
      root,
      nowMs: world.nowMs(),
      facts: args['this-commit'] === true ? facts : onlyMachine(facts),
      redact: redactorOf({ env: world.env, patterns: redactionPatternsOf(config.redact) }),
      ...(args.format === undefined ? {} : { format: args.format }),
      ...(args.runner === undefined ? {} : { runner: args.runner }),
      ...(args.project === undefined ? {} : { project: args.project }),
    });
    const history = await context.openHistory();
    const known = new Set((await history.listRuns()).map(documentKeyOf));
    const fresh = await withoutRecorded(
      history,
      runs.filter((run) => !known.has(documentKeyOf(run))),
    );
    const added = fresh.length;
    for (const run of fresh) await history.appendRun(run);
    const attempts = runs.reduce((sum, run) => sum + run.attempts.length, 0);
    return {
      exitCode: 0,
      document: {
        format: 'millwright/history-import',
        version: 1,
        runIds: runs.map((run) => run.runId),
        added,
        attempts,
      },
      text: `Imported ${renderCount(added, 'run')}${added < runs.length ? ` (${runs.length - added} known already)` : ''} of ${renderCount(attempts, 'attempt')} read. See \`e2e history list\`.\n`,
    };
  },
};

/** A run, or one shard of it. */
function documentKeyOf({ runId, shard }: Pick<Run, 'runId' | 'shard'>): string {
  return `${runId} ${shard?.current ?? 0}`;
}

/** Leaves out the runs that a reporter recorded itself while they went on: all their attempts began at the same millisecond. */
async function withoutRecorded(history: HistoryStore, runs: readonly Run[]): Promise<readonly Run[]> {
  const [first] = runs.map(({ startedAt }) => startedAt).toSorted();
  if (first === undefined) return [];
  const recorded = new Set<string>();
  const since = new Date(Date.parse(first) - dayMs).toISOString();
  for await (const run of history.readRuns({ since }))
    for (const attempt of run.attempts) recorded.add(startKeyOf(attempt));
  return runs.filter(
    ({ attempts }) => attempts.length === 0 || !attempts.every((attempt) => recorded.has(startKeyOf(attempt))),
  );
}

const dayMs = 86_400_000;

function startKeyOf({ testId, repeat, retry, startedAtMs }: Attempt): string {
  return `${testId} ${repeat} ${retry} ${Math.round(startedAtMs)}`;
}

function refuseMistypedRunner(runner: string | undefined): void {
  const nearest = runner === undefined ? undefined : nearestNameOf(runner, ['playwright', 'vitest']);
  if (nearest === undefined || nearest === runner) return;
  throw new UserError({
    code: 'wrong-option-value',
    message: `Expected \`--runner\` to be the name of a runner, got "${runner}".`,
    hint: `Did you mean \`--runner ${nearest}\`? Tests of an unknown runner join nothing that is recorded later.`,
  });
}

/** The report of another day says nothing of the commit that is checked out today. */
function onlyMachine({ machine }: RunFacts): RunFacts {
  return { machine };
}
