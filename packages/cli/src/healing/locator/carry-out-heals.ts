import { type Heal, UserError } from '@millwright/core';
import type { HistoryStore } from '@millwright/history';

import type { Context } from '../../context/context.ts';
import { refuseUnwiredRunners } from '../../execution/refuse-unwired-runners.ts';
import { findSuspects } from '../../lab/find-suspect.ts';
import { writeHeals } from '../../state/heals.ts';
import type { BrokenTest } from './broken-test.ts';
import { commitToBranch } from './commit-to-branch.ts';
import { healLocators } from './heal-locators.ts';
import { type ShownLocatorHeal, keptHealOf } from './locator-heal.ts';
import { type HealRequest, type OpenedHeals, openHealScope } from './open-heal-scope.ts';

/** What a person asks for. */
export interface HealWish extends HealRequest {
  /** Only the tests that this word means. */
  readonly test?: string | undefined;
  /** Only these tests, by their ids. */
  readonly testIds?: ReadonlySet<string>;
  readonly prove: boolean;
  /** Whether what was refused is remembered as well. */
  readonly keepsRefusals: boolean;
}

/** What was done. */
export interface HealWork {
  readonly heals: readonly ShownLocatorHeal[];
  readonly broken: readonly BrokenTest[];
  /** The branch with the commit; absent when there was nothing to commit. */
  readonly branch?: { readonly name: string; readonly commit: string };
}

/** Repairs the failed tests of runs and leaves the files as it was asked to: repaired, or as they were. */
export async function carryOutHeals(context: Context, history: HistoryStore, wish: HealWish): Promise<HealWork> {
  const opened = await openHealScope(context, history, wish);
  let keep = false;
  try {
    const { testIds, keepsRefusals } = wish;
    const broken = testIds
      ? opened.broken.filter(({ test }) => testIds.has(test.id))
      : wantedOf(context, opened, wish.test);
    if (wish.prove && broken.length > 0)
      await refuseUnwiredRunners(context, opened.heal.scope.strategy, opened.heal.scope.options);
    const found = await healLocators(opened.heal, broken, { prove: wish.prove, apply: wish.apply });
    const heals = found.map((heal) => sameAsBefore(heal, opened.heal.past));
    await writeHeals(history, heals.filter(({ outcome }) => keepsRefusals || outcome !== 'refused').map(keptHealOf));
    keep = wish.apply;
    if (wish.branch === undefined) return { heals, broken };
    return { broken, ...(await committed(context, history, { opened, heals, branch: wish.branch })) };
  } finally {
    await opened.session.end(keep);
  }
}

/** What was undecided and is looked at again is no second repair: it keeps its id. */
function sameAsBefore(heal: ShownLocatorHeal, past: readonly Heal[]): ShownLocatorHeal {
  const earlier = past.findLast(
    (one) =>
      (one.outcome === 'proposed' || one.outcome === 'refused' || one.outcome === 'escalated') &&
      (['testId', 'runId', 'kind', 'file', 'before', 'after'] as const).every((name) => one[name] === heal[name]),
  );
  return earlier ? { ...heal, id: earlier.id, proposedAt: earlier.proposedAt } : heal;
}

/** Throws a UserError when the word names no test that failed. */
function wantedOf(context: Context, { broken, heal }: OpenedHeals, word: string | undefined): readonly BrokenTest[] {
  if (word === undefined) return broken;
  const found = findSuspects(word, heal.scope.strategy.testCases, { root: context.root, cwd: context.world.cwd });
  const ids = new Set(found.map(({ testId }) => testId));
  const wanted = broken.filter(({ test }) => ids.has(test.id));
  if (wanted.length > 0) return wanted;
  throw new UserError({
    code: 'no-failed-test',
    message:
      ids.size === 0
        ? `Expected \`--test\` to name a test, got "${word}", which names none.`
        : `Expected \`--test\` to name a test of Playwright that failed in this run, and "${word}" did not.`,
    hint: 'Give `file:line`, `file > title` or a part of the title; `e2e debug-execution` lists what failed.',
  });
}

async function committed(
  context: Context,
  history: HistoryStore,
  {
    opened,
    heals,
    branch,
  }: { readonly opened: OpenedHeals; readonly heals: readonly ShownLocatorHeal[]; readonly branch: string },
): Promise<Pick<HealWork, 'heals' | 'branch'>> {
  const texts = opened.session.mark();
  const ready = new Set(heals.filter(({ isReady }) => isReady));
  if (ready.size === 0) return { heals };
  const message = messageOf([...ready]);
  const commit = await commitToBranch(context.root, { branch, message, texts });
  const applied = heals.map((heal): ShownLocatorHeal =>
    ready.has(heal) ? { ...heal, outcome: 'accepted', branch } : heal,
  );
  await writeHeals(history, applied.filter((heal) => heal.branch !== undefined).map(keptHealOf));
  return { heals: applied, branch: { name: branch, commit } };
}

function messageOf(heals: readonly ShownLocatorHeal[]): string {
  const [first] = heals;
  const subject =
    heals.length === 1
      ? `Test locator: ${first?.locator?.after ?? ''}`
      : `Test locators: ${heals.length} elements found again`;
  const lines = heals.map(
    ({ file, locator, tests, id }) =>
      `${file}: ${locator?.before ?? ''} -> ${locator?.after ?? ''}\n  for ${tests.join('; ')} (heal ${id})`,
  );
  return `${subject}\n\n${lines.join('\n')}\n`;
}
