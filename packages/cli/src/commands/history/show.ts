import { type PlanReview, type Run, UserError, isLeftOutNote, joinRuns, outcomeOf, reviewPlan } from '@millwright/core';

import type { Context } from '../../context/context.ts';
import type { Command } from '../../frame/command.ts';
import { flagOption } from '../../frame/options.ts';
import { renderCount, renderDuration } from '../../render/duration.ts';
import { renderPlanReview } from '../../render/plan-review.ts';
import { renderTable } from '../../render/table.ts';
import { tellCutDisagreements } from '../../shards/tell-cut-disagreements.ts';
import { readStrategy, strategyFolderOf } from '../../strategies/strategy-files.ts';
import { fullRunIdOf } from '../../context/full-run-id.ts';

const options = {
  tests: flagOption({ describe: 'list every test, not only those that failed or flaked' }),
} as const;

/** `e2e history show RUN`: one run, its shards together. */
export const historyShowCommand: Command<typeof options> = {
  positionals: [{ shape: '<run>', describe: 'the id of a run, as `history list` prints it' }],
  options,
  examples: [
    ['e2e history show 01KAJ30B2M', 'facts, outcomes and failures of the run whose id begins so'],
    ['e2e history show 01KAJ30B2M --tests --json', 'everything that is remembered of it'],
  ],
  async run(context, args) {
    const [runId = ''] = args.words;
    const history = await context.openHistory();
    const shards: Run[] = [];
    const wanted = await fullRunIdOf(history, runId);
    for await (const run of history.readRuns({ runIds: [wanted] })) shards.push(run);
    const [run] = joinRuns(shards);
    if (run === undefined)
      throw new UserError({
        code: 'no-such-run',
        message: `There is no run with the id "${runId}".`,
        hint: 'See `e2e history list`.',
      });
    const plan = planReviewOf(context, shards);
    const cutDisagreements = run.shard ? await tellCutDisagreements(context, history, [wanted]) : [];
    return {
      exitCode: 0,
      document: {
        format: 'millwright/run-details',
        version: 1,
        shards: shards.length,
        ...(plan === undefined ? {} : { plan }),
        ...(cutDisagreements.length === 0 ? {} : { cutDisagreements }),
        run,
      },
      text: renderRun(context, run, shards.length, { allTests: args.tests === true, plan }),
    };
  },
};

/** What the plan that a run followed expected of it; undefined where it followed none, or where that is gone. */
function planReviewOf({ dir, world }: Context, shards: readonly Run[]): PlanReview | undefined {
  const id = shards[0]?.strategyId;
  if (id === undefined || shards[0]?.experiment || shards[0]?.stress) return undefined;
  try {
    const strategy = readStrategy(strategyFolderOf(dir, world.cwd, undefined), { id });
    return strategy && reviewPlan(strategy, shards);
  } catch {
    // The run is told without it.
    return undefined;
  }
}

interface RunView {
  readonly allTests: boolean;
  readonly plan: PlanReview | undefined;
}

function renderRun({ paint }: Context, run: Run, shards: number, { allTests, plan }: RunView): string {
  const { git, ci, machine } = run.facts;
  const facts: readonly (readonly string[])[] = [
    ['run', `${run.runId}${shards > 1 ? `, ${shards} shards` : ''}`],
    ['runner', `${run.runner} ${run.runnerVersion}`],
    ['started', `${run.startedAt}, took ${renderDuration(run.durationMs)}`],
    ['status', run.status === 'passed' ? paint.good(run.status) : paint.bad(run.status)],
    ...(git === undefined
      ? []
      : [
          [
            'git',
            [git.branch, git.commit.slice(0, 10), git.dirty ? 'dirty' : '', git.commitSubject ?? '']
              .filter(Boolean)
              .join(' '),
          ],
        ]),
    ...(ci === undefined ? [] : [['ci', [ci.provider, ci.job, ci.buildUrl ?? ci.buildId].filter(Boolean).join(' ')]]),
    ['machine', `${machine.os} ${machine.arch}, Node ${machine.node}, ${machine.cpuCount} CPUs`],
    ...run.projects
      .filter((project) => project.browser !== undefined)
      .map((project) => [
        'project',
        `${project.name}: ${project.browser ?? ''} ${project.browserVersion ?? ''}`.trim(),
      ]),
    ...(plan === undefined ? [] : [['plan', renderPlanReview(plan)]]),
    ...run.notes.map((note) => [paint.warn('note'), note]),
  ];
  return `${renderTable(facts)}\n${renderTests(paint, run, allTests)}${renderNotRun(run)}`;
}

/** Tests that a plan left out were never meant to start. */
function renderNotRun({ notRun }: Run): string {
  const leftOut = notRun.filter(({ reason }) => isLeftOutNote(reason)).length;
  const lost = notRun.length - leftOut;
  return [
    leftOut === 0 ? '' : `${renderCount(leftOut, 'test')} left out by the strategy.\n`,
    lost === 0 ? '' : `${renderCount(lost, 'test')} never started.\n`,
  ].join('');
}

function renderTests(paint: Context['paint'], run: Run, allTests: boolean): string {
  const attempts = Map.groupBy(run.attempts, (attempt) => attempt.testId);
  const rows = run.tests
    .map((test) => ({
      test,
      outcome: outcomeOf(test, attempts.get(test.id) ?? []),
      tries: attempts.get(test.id) ?? [],
    }))
    .filter(({ outcome }) => allTests || outcome === 'unexpected' || outcome === 'flaky')
    .map(({ test, outcome, tries }) => {
      const word = outcome === 'unexpected' ? paint.bad(outcome) : outcome === 'flaky' ? paint.warn(outcome) : outcome;
      const message = tries.flatMap((attempt) => attempt.failures ?? [])[0]?.message.split('\n')[0] ?? '';
      return [
        word,
        test.titlePath.join(' › '),
        paint.dim(`${test.file}:${test.line}`),
        renderCount(tries.length, 'attempt'),
        message.slice(0, 100),
      ];
    });
  return rows.length === 0 ? `${renderCount(run.tests.length, 'test')}, none failed or flaked.\n` : renderTable(rows);
}
