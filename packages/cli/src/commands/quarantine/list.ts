import { type QuarantineStanding, quarantinedNameOf, ratioEstimateOf, wordsOf } from '@millwright/core';

import type { Command } from '../../frame/command.ts';
import { readQuarantineState } from '../../quarantine/quarantine-state.ts';
import { renderStandings } from '../../quarantine/render-standings.ts';

const options = {} as const;

/** `e2e quarantine list`: what is quarantined, what it has cost, how near it is to its end and to its release. */
export const quarantineListCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e quarantine list', 'every entry with its state, its cost and its days left'],
    ['e2e quarantine list --json', 'the same for a script'],
  ],
  async run(context) {
    const { quarantine, standings } = await readQuarantineState(context);
    return {
      exitCode: 0,
      document: {
        format: 'millwright/quarantine-list',
        version: 1,
        caps: quarantine.caps,
        entries: standings.map(documentOf),
      },
      text: renderStandings(context.paint, quarantine, standings),
    };
  },
};

function documentOf({ entry, state, because, daysLeft, ledger, release }: QuarantineStanding) {
  const bad = ledger.failedRuns + ledger.flakyRuns;
  return {
    ...entry,
    name: quarantinedNameOf(entry),
    state,
    because,
    daysLeft,
    flaked: wordsOf(ratioEstimateOf(bad, ledger.runs)),
    ledger,
    release,
  };
}
