import {
  type Quarantine,
  type QuarantineEntry,
  type TestHistory,
  UserError,
  brokenReasonOf,
  capFindingsOf,
  flakeStatsOf,
  quarantineFile,
  quarantinedNameOf,
} from '@millwright/core';

import type { Context } from '../../context/context.ts';
import type { Command } from '../../frame/command.ts';
import { flagOption, textOption } from '../../frame/options.ts';
import { chosenTestsOf } from '../../quarantine/chosen-tests.ts';
import { changeQuarantine, readQuarantineState, renderChange } from '../../quarantine/quarantine-state.ts';
import { issueLinkOf, requiredTextOf, wantedBudgetOf, wantedExpiryOf } from '../../quarantine/wanted-entry.ts';

const options = {
  test: textOption('test', { describe: 'the test: `file > describe > test`, or its id' }),
  project: textOption('project', { describe: 'only in this project of the runner (default: in all)' }),
  reason: textOption('reason', { describe: 'why it is quarantined' }),
  owner: textOption('owner', { describe: 'who mends it' }),
  issue: textOption('issue', { describe: 'link to the issue' }),
  expires: textOption('expires', {
    describe: 'last day it forgives: `2026-12-05`, or days from now as `14d` (default 14d)',
  }),
  budget: textOption('budget', { describe: 'what it may cost: failed runs as `20` or minutes as `30m` (default 20)' }),
  apply: flagOption({ describe: 'write the change; without it the diff is only shown' }),
} as const;

/** `e2e quarantine add`: lets a flaky test run without failing the run, for a while and within a budget. */
export const quarantineAddCommand: Command<typeof options> = {
  options,
  examples: [
    [
      'e2e quarantine add --test "tests/cart.spec.ts > cart > adds" --reason "toast races" --owner @shop',
      'show the entry that would be written',
    ],
    ['e2e quarantine add --test 1f2e3d4c5b6a7988 --reason "slow CI" --owner @shop --expires 7d --apply', 'write it'],
  ],
  async run(context, args) {
    const wanted = requiredTextOf('test', args.test);
    const said = {
      reason: requiredTextOf('reason', args.reason),
      owner: requiredTextOf('owner', args.owner),
      issue: issueLinkOf(args.issue),
      budget: wantedBudgetOf(args.budget),
    };
    const { quarantine: present, histories } = await readQuarantineState(context);
    const tests = chosenTestsOf(
      [...histories.values()].map(({ test }) => test),
      wanted,
      args.project,
    );
    const known = tests.map((test) => histories.get(test.id) ?? { test, observations: [] });
    known.forEach(refuseBroken);
    const quarantinedIds = new Set(present.entries.map(({ id }) => id));
    known.filter(({ test }) => !quarantinedIds.has(test.id)).forEach((history) => sayIfNeverFailed(context, history));
    const plan = (quarantine: Quarantine): { added: readonly QuarantineEntry[]; after: Quarantine } => {
      const added = known.map((history) => {
        const renewed = quarantine.entries.find(({ id }) => id === history.test.id);
        return entryOf({ history, renewed, said, expires: args.expires, nowMs: context.world.nowMs() });
      });
      const after = withEntries(quarantine, added);
      refuseBeyondCap(quarantine, after);
      return { added, after };
    };
    const { planned, change } = await changeQuarantine(context, plan, args.apply === true);
    const { added } = planned;
    return {
      exitCode: 0,
      document: { format: 'millwright/quarantine-change', version: 1, ...change, added, released: [] },
      text: renderChange(change),
    };
  },
};

interface EntryParts {
  readonly history: TestHistory;
  /** The entry it has already: its beginning stays, so that renewals do not last for ever. */
  readonly renewed: QuarantineEntry | undefined;
  readonly said: Pick<QuarantineEntry, 'reason' | 'owner' | 'budget'> & { readonly issue: string | undefined };
  readonly expires: string | undefined;
  readonly nowMs: number;
}

function entryOf({ history, renewed, said, expires, nowMs }: EntryParts): QuarantineEntry {
  const { test } = history;
  const since = renewed?.since ?? new Date(nowMs).toISOString();
  const { issue, ...rest } = said;
  return {
    id: test.id,
    runner: test.runner,
    ...(test.project === '' ? {} : { project: test.project }),
    file: test.file,
    titlePath: test.titlePath,
    ...(test.ordinal ? { ordinal: test.ordinal } : {}),
    ...rest,
    ...(issue === undefined ? {} : { issue }),
    since,
    expires: wantedExpiryOf(expires, since, nowMs),
    flakeRatio: renewed?.flakeRatio ?? badRatioOf(history),
  };
}

/** Mean of the posterior under Jeffreys' prior of how often a run of the test was bad, in two decimals. */
function badRatioOf({ observations }: TestHistory): number {
  const told = observations.filter(({ outcome }) => outcome !== 'skipped');
  const bad = told.filter(({ outcome }) => outcome !== 'expected').length;
  return Math.round(((bad + 0.5) / (told.length + 1)) * 100) / 100;
}

function withEntries(quarantine: Quarantine, added: readonly QuarantineEntry[]): Quarantine {
  const ids = new Set(added.map(({ id }) => id));
  return { ...quarantine, entries: [...quarantine.entries.filter(({ id }) => !ids.has(id)), ...added] };
}

function sayIfNeverFailed(context: Context, history: TestHistory): void {
  const { failedRuns, flakyRuns } = flakeStatsOf(history);
  if (failedRuns + flakyRuns === 0)
    context.say(`No run is remembered in which ${quarantinedNameOf(history.test)} failed.`);
}

function refuseBroken(history: TestHistory): void {
  const because = brokenReasonOf(history);
  if (because === undefined) return;
  throw new UserError({
    code: 'broken-test',
    message: `${quarantinedNameOf(history.test)} is not quarantined: ${because}`,
    hint: 'A broken test says something: mend the code or the test, see `e2e debug-execution`.',
  });
}

function refuseBeyondCap(before: Quarantine, after: Quarantine): void {
  const [finding] = after.entries.length > before.entries.length ? capFindingsOf(after) : [];
  if (finding === undefined) return;
  throw new UserError({
    code: 'quarantine-full',
    message: `The quarantine is full: ${finding.message}`,
    hint: `Mend and release one first (\`e2e quarantine list\`), or raise \`caps\` in ${quarantineFile}, where a review sees it.`,
  });
}
