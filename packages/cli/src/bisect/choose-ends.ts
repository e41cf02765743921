import { type Observation, type TestHistory, UserError, flakeStatsOf } from '@millwright/core';

import { commitOf, isAncestor } from './git-commits.ts';

/** What was said of the ends on the command line. */
export interface WantedEnds {
  readonly good?: string | undefined;
  readonly bad?: string | undefined;
}

/** Where to search: whole hashes. */
export interface Ends {
  readonly good: string;
  readonly bad: string;
}

/**
 * Where the search begins and ends: what was asked for; else, from the runs on clean commits, the newest commit at which
 * the test failed and the last one before it at which it was good. Throws a UserError when there is no good end, or when it
 * does not come before the bad one.
 */
export async function chooseEnds(
  root: string,
  wanted: WantedEnds,
  observations: readonly Observation[],
): Promise<Ends> {
  const head = await commitOf(root, 'HEAD', 'HEAD');
  const clean = observations.filter(({ run, outcome }) => run.commit && run.dirty !== true && outcome !== 'skipped');
  const bad = wanted.bad === undefined ? undefined : await commitOf(root, wanted.bad, '--bad');
  const lastBad = bad ?? (await newestAncestor(root, clean.filter(isBad), head)) ?? head;
  const good =
    wanted.good === undefined
      ? await newestAncestor(
          root,
          clean.filter(({ run, outcome }) => outcome === 'expected' && run.commit !== lastBad),
          lastBad,
        )
      : await commitOf(root, wanted.good, '--good');
  if (good === undefined) {
    throw new UserError({
      code: 'no-good-commit',
      message: `The history knows no commit before ${lastBad.slice(0, 10)} at which this test was good.`,
      hint: 'Name one with `--good REF`: a tag or commit at which it passed.',
    });
  }
  if (good !== lastBad && (await isAncestor(root, good, lastBad))) return { good, bad: lastBad };
  throw new UserError({
    code: 'ends-out-of-order',
    message: `Expected the good commit to come before the bad one, got ${good.slice(0, 10)} and ${lastBad.slice(0, 10)}.`,
    hint: 'Name them with `--good REF` and `--bad REF`; `git merge-base` tells where two branches parted.',
  });
}

function isBad({ outcome }: Observation): boolean {
  return outcome === 'unexpected';
}

async function newestAncestor(
  root: string,
  observations: readonly Observation[],
  of: string,
): Promise<string | undefined> {
  const commits = new Set(observations.toReversed().map(({ run }) => run.commit ?? ''));
  for (const commit of commits) if (await isAncestor(root, commit, of)) return commit;
  return undefined;
}

/** What the history says before the first probe. */
export interface KnownOdds {
  /** Tries that failed by chance, and all tries, up to the last good run. */
  readonly flakes: number;
  readonly tries: number;
  readonly noCulpritProbability: number;
  readonly unsteadyProbability: number;
}

/** Failed runs in a row after which a bug is taken to fail every time. */
const steadyFailures = 3;

/**
 * Reads the odds from a test's history. A test that was judged flaky may have no culprit at all. What failed before the last
 * good run is taken for a flake, so that bugs that were mended long ago make the search more careful and not less.
 */
export function oddsOf(history: TestHistory | undefined): KnownOdds {
  if (history === undefined) {
    return { flakes: 0, tries: 0, noCulpritProbability: 0.1, unsteadyProbability: 0.02 };
  }
  const observations = history.observations.filter(({ outcome }) => outcome !== 'skipped');
  const lastGood = observations.findLastIndex(({ outcome }) => outcome === 'expected');
  const before = observations.slice(0, lastGood + 1);
  const { state } = flakeStatsOf(history);
  const isBroken = state === 'regressed' || state === 'broken';
  return {
    flakes: before.reduce((sum, { failedAttempts }) => sum + failedAttempts, 0),
    tries: before.reduce((sum, { attempts }) => sum + attempts, 0),
    noCulpritProbability: isBroken ? 0.02 : state === 'flaky' ? 0.3 : 0.1,
    unsteadyProbability: observations.length - before.length >= steadyFailures ? 0.005 : 0.02,
  };
}
