import type { Heal, Run } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';
import { UserError } from '@millwright/core';

import type { Context } from '../../context/context.ts';
import { readDebuggedRuns } from '../../debug/read-debugged-runs.ts';
import { interruptible } from '../../execution/interruptible.ts';
import type { Command, CommandResult } from '../../frame/command.ts';
import { durationOption, flagOption, ratioOption, textOption } from '../../frame/options.ts';
import { type HealWork, carryOutHeals } from '../../healing/locator/carry-out-heals.ts';
import { refuseBranch } from '../../healing/locator/commit-to-branch.ts';
import { titleOf } from '../../healing/locator/locator-heal.ts';
import { renderHealSummary, renderLocatorHeals } from '../../healing/locator/render-locator-heals.ts';
import type { ShownHeal } from '../../healing/draft-heal.ts';
import { healFlakes } from '../../healing/heal-flakes.ts';
import { renderHeal } from '../../healing/render-heal.ts';
import { restoreUnprovedPatches } from '../../healing/unproved-patches.ts';

const options = {
  run: textOption('run', { describe: 'the run whose failed tests are meant; the beginning of its id is enough' }),
  execution: textOption('execution', {
    describe: 'the execution whose failed tests are meant, as `autonomous-run` printed it',
    alias: 'execution-id',
  }),
  test: textOption('test', { describe: 'only this test: `file`, `file:line`, `file > title` or a part of a title' }),
  apply: flagOption({ describe: 'write the repairs that were proved; without it they are shown and taken back' }),
  branch: textOption('branch', { describe: 'commit the repairs that were proved to this new branch instead' }),
  proof: flagOption({ describe: 'prove repairs by runs (on; --no-proof only proposes them and runs nothing)' }),
  confidence: ratioOption('confidence', {
    describe: 'how sure the clean runs of a proof have to be (default: 0.95)',
    above: 0.5,
    below: 1,
  }),
  budget: durationOption('budget', { describe: 'the wall time after which no further proof begins (default: 15m)' }),
  'most-broken': ratioOption('most-broken', {
    describe:
      'the share of the suite that may break in places of its own at once, before it is left to a person (default: 0.1)',
    above: 0,
    below: 1.01,
  }),
  config: textOption('config', { describe: "Playwright's configuration file", alias: 'c' }),
} as const;

type Args = Parameters<Command<typeof options>['run']>[1];

/** Of a proof, and what it may cost. */
export const defaultConfidence = 0.95;
export const defaultBudgetMs = 15 * 60_000;
export const defaultMostBroken = 0.1;

/** `e2e heal`: repairs tests whose locator no longer finds its element, and says why it does not repair the others. */
export const healCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e heal', 'the failed tests of the newest run: what would be repaired, with its proof; nothing is written'],
    ['e2e heal --apply', 'write what was proved'],
    [
      'e2e heal --execution "$(cat .millwright/strategies/latest_exec.txt)" --branch heal-login',
      'on a branch of its own',
    ],
    ['e2e heal --test "pays by card" --no-proof', 'only look, for one test'],
    ['e2e heal revert 01K9…', 'take a repair back'],
  ],
  async run(context, args) {
    refuseContradictions(args);
    if (args.branch !== undefined) await refuseBranch(context.root, args.branch);
    const history = await context.openHistory();
    await restoreUnprovedPatches(context, history);
    const runs = await readDebuggedRuns(history, { executionId: args.execution, runId: args.run });
    return healRuns(context, history, { runs, args });
  },
};

async function healRuns(
  context: Context,
  history: HistoryStore,
  { runs, args }: { readonly runs: readonly Run[]; readonly args: Args },
): Promise<CommandResult> {
  const interruption = interruptible();
  try {
    const { signal } = interruption;
    const work = await carryOutHeals(context, history, {
      runs,
      test: args.test,
      prove: args.proof !== false,
      apply: args.apply === true,
      keepsRefusals: true,
      branch: args.branch,
      confidence: args.confidence ?? defaultConfidence,
      budgetMs: args.budget ?? defaultBudgetMs,
      mostBrokenRatio: args['most-broken'] ?? defaultMostBroken,
      config: args.config,
      passThrough: args.passThrough,
      signal,
    });
    const flakes = args.branch === undefined ? await healed(context, history, { runs, args, work, signal }) : [];
    return { ...healResultOf(context, work, flakes), ...(signal.aborted ? { exitCode: 130 as const } : {}) };
  } finally {
    interruption.dispose();
  }
}

/** Flaky patterns of the tests that no other repair is for. */
function healed(
  context: Context,
  history: HistoryStore,
  {
    runs,
    args,
    work,
    signal,
  }: { readonly runs: readonly Run[]; readonly args: Args; readonly work: HealWork; readonly signal: AbortSignal },
): Promise<readonly ShownHeal[]> {
  return healFlakes(context, history, {
    runs,
    without: new Set(work.heals.filter(({ outcome }) => outcome !== 'refused').map(({ testId }) => testId)),
    only: args.test === undefined ? undefined : new Set(work.broken.map(({ test }) => test.id)),
    apply: args.apply === true,
    config: args.config,
    passThrough: args.passThrough,
    signal,
  });
}

/** What a command says of repairs. Exit code 1 as long as a failed test is not repaired. */
export function healResultOf(
  context: Context,
  { heals, broken, branch }: HealWork,
  flakes: readonly ShownHeal[] = [],
): CommandResult {
  const titles = new Set(heals.filter(({ outcome }) => outcome === 'accepted').flatMap(({ tests }) => tests));
  const ids = new Set(flakes.filter(({ outcome }) => outcome === 'accepted').map(({ testId }) => testId));
  const isRepaired = (one: HealWork['broken'][number]): boolean => titles.has(titleOf(one)) || ids.has(one.test.id);
  const { paint, placeFlags } = context;
  return {
    exitCode: broken.every(isRepaired) ? 0 : 1,
    document: {
      format: 'millwright/heal',
      version: 1,
      failedTests: broken.length,
      ...(branch === undefined ? {} : { branch }),
      heals: [...heals, ...flakes].map(withoutTrace),
    },
    text: `${flakes.map((heal) => renderHeal(paint, heal)).join('')}${renderLocatorHeals(paint, heals)}${heals.length > 0 ? '\n' : ''}${renderHealSummary(heals, broken.length, placeFlags)}`,
  };
}

/** Without the lines that only serve to find the repair again. */
function withoutTrace<H extends Heal>({ trace: _trace, ...heal }: H): Omit<H, 'trace'> {
  return heal;
}

function refuseContradictions(args: Args): void {
  const both = args.apply === true && args.branch !== undefined;
  const unproved = args.proof === false && (args.apply === true || args.branch !== undefined);
  if (!both && !unproved) return;
  throw new UserError({
    code: 'two-ways',
    message: both
      ? 'Expected `--apply` or `--branch`, got both.'
      : `Expected \`--no-proof\` without \`--${args.apply === true ? 'apply' : 'branch'}\`: only what was proved is written.`,
    hint: both ? 'A branch leaves the files here as they are.' : 'Leave one of them out.',
  });
}
