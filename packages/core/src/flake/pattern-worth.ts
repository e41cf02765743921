import type { TestId } from '../model/test.ts';
import type { FlakeStats } from './flake-stats.ts';
import { betaCdf } from './incomplete-beta.ts';

/** What a code pattern has meant in this project so far. */
export interface PatternWorth {
  readonly pattern: string;
  /** Remembered tests in which it was found, and how many of them flaked. */
  readonly flaggedTests: number;
  readonly flaggedFlaked: number;
  /** The same of all other remembered tests. */
  readonly otherTests: number;
  readonly otherFlaked: number;
  /** Chance that a test with the pattern flakes: the prior, moved by what was seen. 0 to 1. */
  readonly flakeChance: number;
  /** Probability that tests with the pattern flake more often than others here. 0 to 1. */
  readonly matters: number;
  /** Enough was seen to say that the pattern means nothing here. */
  readonly isQuiet: boolean;
}

/** What is believed of a pattern before a project has shown anything: about one in six of flagged tests flakes. */
const prior = { flaked: 1, steady: 5 };
/** Tests that must have been flagged before a pattern may go quiet, and how sure it must be that it means nothing. */
const leastFlagged = 20;
const quietBelow = 0.2;

/** A test flaked when it passed on a retry, or failed on a commit on which it also passed. */
export function hasFlaked(stats: FlakeStats): boolean {
  return stats.flakyRuns + stats.sameCommitFailures > 0;
}

/**
 * Learns from a project what each pattern is worth. `flagged` names the tests that each pattern was found in; tests that never ran
 * say nothing.
 */
export function patternWorthOf(
  flagged: ReadonlyMap<string, ReadonlySet<TestId>>,
  stats: readonly FlakeStats[],
): readonly PatternWorth[] {
  const judged = stats.filter(({ runs }) => runs > 0);
  return [...flagged].map(([pattern, ids]) => {
    const own = judged.filter(({ testId }) => ids.has(testId));
    const others = judged.filter(({ testId }) => !ids.has(testId));
    const [ownFlaked, otherFlaked] = [own.filter(hasFlaked).length, others.filter(hasFlaked).length];
    const matters = chanceOfMore([ownFlaked, own.length], [otherFlaked, others.length]);
    return {
      pattern,
      flaggedTests: own.length,
      flaggedFlaked: ownFlaked,
      otherTests: others.length,
      otherFlaked,
      flakeChance: (prior.flaked + ownFlaked) / (prior.flaked + prior.steady + own.length),
      matters,
      isQuiet: own.length >= leastFlagged && others.length >= leastFlagged && matters < quietBelow,
    };
  });
}

/** P(p > q) for two rates with uniform priors: the sum over the second's distribution in fine steps. */
function chanceOfMore(
  [hits, size]: readonly [number, number],
  [otherHits, otherSize]: readonly [number, number],
): number {
  const steps = 400;
  let sum = 0;
  let before = 0;
  for (let step = 1; step <= steps; step += 1) {
    const until = betaCdf(step / steps, otherHits + 1, otherSize - otherHits + 1);
    sum += (until - before) * (1 - betaCdf((step - 0.5) / steps, hits + 1, size - hits + 1));
    before = until;
  }
  return Math.min(1, Math.max(0, sum));
}
