import { type SelectionEvidence, UserError, isPromoted, promotionMissRatio, promotionRuns } from '@millwright/core';
import { type HistoryStore, readFacts } from '@millwright/history';

import type { Context } from '../context/context.ts';
import { evidenceOf, readSelectionRecords } from '../state/selections.ts';
import type { SelectionRequest } from './read-selection.ts';

/** The options of a selection, as they were given. */
interface SelectionArgs {
  readonly select?: 'safe' | 'predictive' | undefined;
  readonly recall?: number | undefined;
  readonly observe?: boolean | undefined;
  readonly trust?: boolean | undefined;
}

const defaultRecall = 0.99;

/**
 * What may be selected. In CI, where skipped tests let a merge pass, a selection only observes until enough executions have shown what it
 * misses, unless it is trusted beforehand. Throws a UserError for options that do not go together.
 */
export async function selectionRequestOf(
  context: Context,
  history: HistoryStore,
  args: SelectionArgs,
): Promise<SelectionRequest | undefined> {
  const { select: mode, recall } = args;
  refuseContradictions(args);
  if (mode === undefined) return undefined;
  const request = { mode, ...(mode === 'predictive' ? { recall: recall ?? defaultRecall } : {}) };
  if (args.observe === true || args.trust === true || context.config.trustSelection)
    return { ...request, observe: args.observe === true };
  const isCi = (await readFacts({ root: context.root, env: context.world.env })).ci !== undefined;
  const evidence = evidenceOf(await readSelectionRecords(history), mode);
  if (!isCi || isPromoted(evidence)) return { ...request, observe: false };
  context.say(refusalOf(evidence));
  return { ...request, observe: true };
}

function refuseContradictions({ select, recall, observe, trust }: SelectionArgs): void {
  const lonely =
    observe === true ? '--observe' : trust === true ? '--trust' : recall === undefined ? undefined : '--recall';
  if (select === undefined && lonely !== undefined) throw together(`\`${lonely}\` needs \`--select\``);
  if (select === 'safe' && recall !== undefined) throw together('`--recall` needs `--select predictive`');
  if (observe === true && trust === true)
    throw together('`--observe` runs everything, so there is nothing to `--trust`');
}

function together(message: string): UserError {
  return new UserError({
    code: 'wrong-options',
    message: `${message}.`,
    hint: 'See `e2e plan-strategy --help`.',
  });
}

/** One line: that everything is run, why, and how to do otherwise. */
function refusalOf({ observedRuns, missedRuns }: SelectionEvidence): string {
  const seen =
    missedRuns === 0
      ? `${observedRuns} of ${promotionRuns} executions were observed`
      : `it would have missed a failure in ${missedRuns} of ${observedRuns} observed executions`;
  return `Everything runs, and what the selection would have missed is recorded: ${seen}, and before it may let a merge pass it has to be shown, at 95 % confidence, to miss a failure in at most ${promotionMissRatio * 100} %. \`--trust\` or \`trustSelection: true\` skips tests before that.`;
}
