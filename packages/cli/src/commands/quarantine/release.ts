import {
  type Quarantine,
  type QuarantineEntry,
  type QuarantineStanding,
  type TestId,
  quarantinedNameOf,
} from '@millwright/core';

import type { Command } from '../../frame/command.ts';
import { flagOption, textOption } from '../../frame/options.ts';
import { chosenTestsOf } from '../../quarantine/chosen-tests.ts';
import { changeQuarantine, readQuarantineState, renderChange } from '../../quarantine/quarantine-state.ts';
import { renderCount } from '../../render/duration.ts';

const options = {
  test: textOption('test', { describe: 'release this test, proved or not: `file > describe > test`, or its id' }),
  project: textOption('project', { describe: 'only in this project of the runner (default: in all)' }),
  apply: flagOption({ describe: 'write the change; without it the diff is only shown' }),
} as const;

/** `e2e quarantine release`: ends the quarantine of tests whose results proved them good, or of one by hand. */
export const quarantineReleaseCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e quarantine release', 'show which tests have proved good'],
    ['e2e quarantine release --test "tests/cart.spec.ts > cart > adds" --apply', 'release one by hand'],
  ],
  async run(context, args) {
    const { quarantine, standings } = await readQuarantineState(context);
    const entries = quarantine.entries.map((entry) => ({ ...entry, project: entry.project ?? '' }));
    const chosen = args.test === undefined ? undefined : chosenTestsOf(entries, args.test, args.project);
    const ids = new Set<TestId>(
      chosen?.map(({ id }) => id) ?? standings.filter(({ release }) => release.proved).map(({ entry }) => entry.id),
    );
    const plan = (present: Quarantine): { released: readonly QuarantineEntry[]; after: Quarantine } => {
      const released = present.entries.filter(({ id }) => ids.has(id));
      return { released, after: { ...present, entries: present.entries.filter(({ id }) => !ids.has(id)) } };
    };
    const { planned, change } = await changeQuarantine(context, plan, args.apply === true);
    const { released } = planned;
    return {
      exitCode: 0,
      document: { format: 'millwright/quarantine-change', version: 1, ...change, added: [], released },
      text:
        standings
          .filter(({ entry }) => args.test === undefined || ids.has(entry.id))
          .map((standing) => `${sentenceOf(standing)}\n`)
          .join('') + renderChange(change),
    };
  },
};

function sentenceOf({ entry, release }: QuarantineStanding): string {
  const runs = `${release.badRuns} bad of ${renderCount(release.runs, 'run')} since`;
  const before = `${Math.round(release.flakeRatio * 100)} %`;
  const name = `${entry.project === undefined ? '' : `[${entry.project}] `}${quarantinedNameOf(entry)}`;
  return release.proved
    ? `${name}: proved good (${runs}; if it still flaked in ${before} of runs, the chance to be told so would be at most ${Math.round(release.wrongReleaseRatio * 100)} %).`
    : `${name}: not proved (${runs}); ${renderCount(release.goodRunsWanted, 'good run')} in a row would do.`;
}
