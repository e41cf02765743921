import { type TestStrategy, UserError, objectives } from '@millwright/core';

import type { Context } from '../context/context.ts';
import { readCurrentLines } from '../execution/current-lines.ts';
import type { Command } from '../frame/command.ts';
import {
  choiceOption,
  durationOption,
  flagOption,
  listOption,
  ratioOption,
  textOption,
  wholeNumberOption,
} from '../frame/options.ts';
import { flagsOf } from '../frame/shell-word.ts';
import { type Emission, emissions, emittedSelectionOf } from '../planning/emitted-selection.ts';
import { selectionRequestOf } from '../planning/allow-selection.ts';
import { makeStrategy } from '../planning/make-strategy.ts';
import { recordPredictions } from '../planning/record-predictions.ts';
import { renderStrategy } from '../render/strategy.ts';
import { strategyFolderOf, writeStrategy } from '../strategies/strategy-files.ts';

const options = {
  name: textOption('name', { describe: 'what to call the strategy' }),
  description: textOption('description', { describe: 'a sentence on what it is for' }),
  services: listOption('services', { describe: 'only tests of these services, separated by commas' }),
  budget: durationOption('budget', { describe: 'the wall time that the tests may take, such as 5m' }),
  'changed-since': textOption('changed-since', { describe: 'the branch or commit to compare with' }),
  select: choiceOption('select', {
    describe: 'only tests that the change can make fail, or of these the likely ones',
    words: ['safe', 'predictive'],
  }),
  recall: ratioOption('recall', {
    describe: 'share of the failures that `--select predictive` is to find (default 0.99)',
    above: 0,
    below: 1,
  }),
  observe: flagOption({ describe: 'with --select: plan everything, and record what would have been missed' }),
  trust: flagOption({ describe: 'with --select: skip tests in CI before enough executions were observed' }),
  workers: wholeNumberOption('workers', {
    describe: 'how many tests run side by side (default: the configuration, else what the machine bears)',
    least: 1,
  }),
  objective: choiceOption('objective', {
    describe: 'what the order and the budget aim at, priority unless given',
    words: objectives.map(({ name }) => name),
  }),
  explain: flagOption({ describe: 'show every risk factor with its evidence' }),
  emit: choiceOption('emit', {
    describe: 'print what to hand to a plain runner instead of the plan',
    words: emissions,
  }),
  output: textOption('output', {
    describe: 'the folder for <id>.json and latest.txt (default: .millwright/strategies)',
  }),
} as const;

/** `e2e plan-strategy`: which tests, in which order, side by side with which, and why. */
export const planStrategyCommand: Command<typeof options> = {
  options,
  ownsOutput: true,
  examples: [
    ['e2e plan-strategy --name nightly --explain', 'everything, riskiest first, with the reasons'],
    [
      'e2e plan-strategy --name soon --objective first-failure',
      'what is likeliest to fail first, whatever its priority',
    ],
    [
      'npx playwright test $(e2e plan-strategy --budget 5m --emit playwright-args)',
      'the same for a plain run of an older Playwright',
    ],
    ['e2e plan-strategy --select safe --changed-since origin/main', 'only what the branch can make fail'],
    ['e2e plan-strategy --name quick --services orders,payments --budget 5m', 'the best five minutes for two services'],
  ],
  async run(context, args) {
    const history = await context.openHistory();
    const selection = await selectionRequestOf(context, history, args);
    const strategy = await makeStrategy(context, history, {
      selection,
      name: args.name ?? 'default',
      description: args.description,
      services: args.services,
      budgetMs: args.budget,
      changedSince: args['changed-since'],
      workers: args.workers,
      objective: args.objective,
    });
    refuseUnpredicted(strategy);
    refuseEmpty(strategy);
    if (strategy.budgetMs !== undefined && strategy.wallDurationMs > strategy.budgetMs) {
      context.say('Not even one test fits into the budget; the plan holds the one that is worth most.');
    }
    const file = writeStrategy(strategyFolderOf(context.dir, context.world.cwd, args.output), strategy);
    await recordPredictions(context, history, strategy);
    const place = `${flagsOf({ output: args.output })}${context.placeFlags}`;
    context.say(`Written to ${file}. Carry it out with: e2e autonomous-run --strategy-id ${strategy.id}${place}`);
    return {
      exitCode: 0,
      document: { ...strategy },
      text:
        args.emit === undefined
          ? renderStrategy(context.paint, strategy, args.explain === true)
          : emittedTextOf(context, strategy, args.emit),
    };
  },
};

/** Words for `$(…)` in one line, or the lines of a list. */
function emittedTextOf(context: Context, strategy: TestStrategy, emission: Emission): string {
  const now = new Map(readCurrentLines(context.root, strategy.testCases).map(({ testId, line }) => [testId, line]));
  const words = emittedSelectionOf(strategy, emission, ({ testId }) => now.get(testId));
  if (words.length === 0) context.say('Nothing is left out, so there is nothing to name: the runner runs everything.');
  return words.length === 0 ? '' : `${words.join(emission === 'test-list' ? '\n' : ' ')}\n`;
}

/** Without probabilities nothing tells which tests are likely to fail, and a guess would skip tests. */
function refuseUnpredicted({ selection }: TestStrategy): void {
  if (selection?.mode !== 'predictive' || selection.changedFiles.length === 0) return;
  const isKnown = [...selection.selected, ...selection.skipped].some((test) => test.failureProbability !== undefined);
  if (isKnown || selection.everything !== undefined) return;
  throw new UserError({
    code: 'nothing-predicted',
    message: 'No test has a probability of failing yet, so none can be skipped for a low one.',
    hint: 'Record a few runs first, or select by the change alone: `--select safe`.',
  });
}

/** A selection that matches nothing is a mistake, never a green run; when nothing changed, nothing has to run. */
function refuseEmpty(strategy: TestStrategy): void {
  if (strategy.testCases.length > 0 || strategy.selection?.changedFiles.length === 0) return;
  const services = strategy.targetServices.length === 0 ? '' : ` for ${strategy.targetServices.join(', ')}`;
  throw new UserError({
    code: 'nothing-to-plan',
    message: `No test was found to plan${services}.`,
    hint: strategy.lacked[0] ?? 'See what is known of the project: `e2e manifest`.',
  });
}
