import type { PlannedTest, RunCount } from '@millwright/core';

import { type Suspect, nameOf } from './find-suspect.ts';
import { IsolationSearch, type Unit } from './isolation-search.ts';
import { type SharedState, readSharedState } from './shared-state.ts';
import type { SuspectScope } from './suspect-scope.ts';

/** What was found out about a test and those that ran before it. */
export interface IsolationReport {
  readonly budgetMs: number;
  readonly spentMs: number;
  /**
   * `polluted`: it fails after the polluters and not alone. `fails-alone`: nobody else is needed. `never-fails`: not even
   * after all others. `no-company`: there is no test that could run before it. `unfinished`: the budget or Ctrl-C came first.
   */
  readonly verdict: {
    readonly kind: 'polluted' | 'fails-alone' | 'never-fails' | 'no-company' | 'unfinished';
    readonly sentence: string;
  };
  /** Its runs by itself, after all others, and after the polluters in the end. */
  readonly alone: RunCount;
  readonly together: RunCount;
  readonly confirmed: RunCount;
  /** The tests that make it fail, in the order in which they ran. */
  readonly polluters: readonly Pick<PlannedTest, 'testId' | 'file' | 'titlePath'>[];
  /** Whether it was shown that none of them can be left out. */
  readonly minimal: boolean;
  /** Sets of tests that were tried on the way. */
  readonly triedSets: number;
  /** Other tests that failed on the way to the suspect: with Playwright each gives the tests after it a new worker. */
  readonly failedOthers: readonly Pick<PlannedTest, 'testId' | 'file' | 'titlePath'>[];
  /** Message of the first failure after others. */
  readonly failure?: string;
  /** Module state that the polluters and the victim can both reach. */
  readonly sharedState: readonly SharedState[];
}

const aloneRuns = 5;
const mostTogetherRuns = 5;
const confirmingRuns = 2;

/** Finds the smallest set of other tests that makes the suspect fail when they run before it in the same worker. */
export async function isolateTest(subject: SuspectScope, budgetMs: number): Promise<IsolationReport> {
  const search = new IsolationSearch(subject, budgetMs);
  const all = unitsBefore(subject);
  const none = { runs: 0, failures: 0 };
  const alone = await search.count([], ({ runs }) => runs >= aloneRuns);
  const canGoOn = all.length > 0 && alone.runs > 0 && alone.failures === 0;
  const { units, together } = canGoOn ? await runTogether(search, subject, all) : { units: all, together: none };
  const repeats = repeatsFor(together);
  const minimal = together.failures > 0 && (await narrowDown(search, units, repeats));
  const before = search.best.flat();
  const confirmed =
    before.length > 0 ? await search.count(before, ({ runs }) => runs >= Math.max(confirmingRuns, repeats)) : none;
  const counts = { alone, together, confirmed };
  return {
    budgetMs,
    spentMs: search.spentMs,
    verdict: verdictOf(subject, { ...counts, before, hasCompany: units.length > 0 }),
    ...counts,
    polluters: before.map(({ testId, file, titlePath }) => ({ testId, file, titlePath })),
    minimal,
    triedSets: search.triedSets,
    failedOthers: all
      .flat()
      .filter((test) => search.failedOthers.has(test.testId))
      .map(({ testId, file, titlePath }) => ({ testId, file, titlePath })),
    ...(search.failure === undefined ? {} : { failure: search.failure }),
    sharedState: before.length === 0 ? [] : await readSharedState(subject, before),
  };
}

/**
 * Runs it after all others. Playwright gives the tests after a failing one a new worker, so those that failed on the way are left out
 * and the rest is tried again: what they left behind is lost, and they hid what came before them.
 */
async function runTogether(
  search: IsolationSearch,
  { suspect }: SuspectScope,
  all: readonly Unit[],
): Promise<{ readonly units: readonly Unit[]; readonly together: RunCount }> {
  const isPlaywright = suspect.runner === 'playwright';
  let units = all;
  for (;;) {
    const known = search.failedOthers.size;
    const together = await search.count(units.flat(), ({ runs, failures }) => {
      const isHidden = isPlaywright && failures === 0 && search.failedOthers.size > known;
      return failures >= 2 || runs >= mostTogetherRuns || isHidden;
    });
    const left = withoutTests(units, search.failedOthers);
    const isChanged = left.flat().length < units.flat().length;
    if (!isPlaywright || together.failures > 0 || left.length === 0 || !isChanged) return { units, together };
    units = left;
  }
}

function withoutTests(units: readonly Unit[], failed: ReadonlySet<string>): readonly Unit[] {
  return units.map((unit) => unit.filter((test) => !failed.has(test.testId))).filter((unit) => unit.length > 0);
}

/** First whole files, which are fewer; then the single tests of those that are needed. */
async function narrowDown(search: IsolationSearch, units: readonly Unit[], repeats: number): Promise<boolean> {
  if (!(await search.minimise(units, repeats))) return false;
  const single = search.best.flat().map((test) => [test]);
  return single.length <= search.best.length || search.minimise(single, repeats);
}

/** The other files as one unit each, then the tests that stand before the suspect in its own file. */
function unitsBefore({ suspect, mates, others }: SuspectScope): readonly Unit[] {
  const files = [...Map.groupBy(others, (test) => test.file).values()];
  const position = mates.findIndex((test) => test.testId === suspect.testId);
  return [...files, ...mates.slice(0, Math.max(0, position)).map((test) => [test])];
}

/** So many runs that a set which makes it fail as often as all others do fails once with a chance of 95 %; at most 5. */
function repeatsFor({ runs, failures }: RunCount): number {
  if (failures === 0 || failures === runs) return 1;
  return Math.min(mostTogetherRuns, Math.ceil(Math.log(0.05) / Math.log(1 - failures / runs)));
}

function verdictOf(
  { suspect }: SuspectScope,
  found: Pick<IsolationReport, 'alone' | 'together' | 'confirmed'> & {
    readonly before: readonly PlannedTest[];
    readonly hasCompany: boolean;
  },
): IsolationReport['verdict'] {
  const { alone, together, confirmed, before } = found;
  const aloneWords = `${alone.failures} of ${alone.runs} runs by itself`;
  if (alone.failures > 0) {
    return {
      kind: 'fails-alone',
      sentence: `No other test is needed: it failed ${aloneWords}. Should it pass in company, it needs a test that runs before it.`,
    };
  }
  if (!found.hasCompany) return { kind: 'no-company', sentence: 'No other test can run before it.' };
  if (together.failures > 0 && confirmed.failures > 0) {
    const names = before.slice(0, 5).map((test) => `"${nameOf(test)}"`);
    return {
      kind: 'polluted',
      sentence: `After ${names.join(', ')}${before.length > 5 ? ' …' : ''} in the same ${placeOf(suspect)} it failed ${confirmed.failures} of ${confirmed.runs} runs; it failed ${aloneWords}.`,
    };
  }
  if (together.runs === mostTogetherRuns && together.failures === 0) {
    return {
      kind: 'never-fails',
      sentence: `It never failed: ${aloneWords}, 0 of ${together.runs} after all other tests in the same ${placeOf(suspect)}.`,
    };
  }
  return {
    kind: 'unfinished',
    sentence: `Too little was run to tell: ${aloneWords}, ${together.failures} of ${together.runs} after all others, ${confirmed.failures} of ${confirmed.runs} after those that were left.`,
  };
}

function placeOf({ runner }: Suspect): string {
  return runner === 'vitest' ? 'process without isolation' : 'worker';
}
