import type { TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';

/** Tests that fail in the same runs more often than chance would have it. */
export interface CoFailureCluster {
  /** Ordered by id. */
  readonly tests: readonly TestId[];
  /** Mean Jaccard similarity of the runs in which they failed, 0 to 1. */
  readonly similarity: number;
  /** Runs in which at least two of them failed. */
  readonly runs: number;
  /** What they have in common, the likely cause first: the same message, then the same file. */
  readonly shared: readonly SharedTrait[];
}

/** Something that most failures of a cluster share. */
export interface SharedTrait {
  readonly kind: 'signature' | 'file';
  readonly value: string;
  /** Share of the failures, 0 to 1. */
  readonly ratio: number;
}

/** Fewer failures than this say nothing of when a test fails. */
const leastFailures = 3;
/** Clusters are joined while their tests fail in at least this share of the same runs, on average. */
const leastSimilarity = 0.4;
/** Beyond so many tests only those that fail most are compared; their number counts squared. */
const mostTests = 300;

interface Failing {
  readonly history: TestHistory;
  readonly runs: ReadonlySet<string>;
}

/**
 * Groups tests that flake together: agglomerative clustering with average linkage on the Jaccard similarity of the runs in which
 * they had a bad attempt (Parry et al. 2025, arXiv 2504.16777, found three quarters of flaky tests in such clusters). Pass in
 * histories without outages, and only of tests that flake: broken ones fail together because time has passed.
 */
export function findCoFailures(histories: readonly TestHistory[]): readonly CoFailureCluster[] {
  const failing = histories
    .map((history) => ({ history, runs: failedRunsOf(history) }))
    .filter(({ runs }) => runs.size >= leastFailures)
    .sort((a, b) => b.runs.size - a.runs.size || (a.history.test.id < b.history.test.id ? -1 : 1))
    .slice(0, mostTests);
  return clustered(failing)
    .filter((members) => members.length > 1)
    .map(clusterOf)
    .sort((a, b) => b.tests.length - a.tests.length || ((a.tests[0] ?? '') < (b.tests[0] ?? '') ? -1 : 1));
}

function failedRunsOf({ observations }: TestHistory): ReadonlySet<string> {
  return new Set(observations.flatMap(({ run, failedAttempts }) => (failedAttempts > 0 ? [run.runId] : [])));
}

function similarityOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const run of a) if (b.has(run)) common += 1;
  return common / (a.size + b.size - common);
}

function clustered(failing: readonly Failing[]): readonly (readonly Failing[])[] {
  let clusters: readonly (readonly Failing[])[] = failing.map((test) => [test]);
  for (;;) {
    const closest = closestOf(clusters);
    if (closest === undefined) return clusters;
    const [first, second] = closest;
    const joined = [...(clusters[first] ?? []), ...(clusters[second] ?? [])];
    clusters = [...clusters.filter((_, index) => index !== first && index !== second), joined];
  }
}

/** The two clusters with the greatest mean similarity, if it is great enough. */
function closestOf(clusters: readonly (readonly Failing[])[]): readonly [number, number] | undefined {
  let best: readonly [number, number] | undefined;
  let bestSimilarity = leastSimilarity;
  clusters.forEach((a, first) => {
    clusters.slice(first + 1).forEach((b, offset) => {
      const similarity = meanSimilarityOf(a, b);
      if (similarity > bestSimilarity || (similarity === bestSimilarity && best === undefined)) {
        best = [first, first + 1 + offset];
        bestSimilarity = similarity;
      }
    });
  });
  return best;
}

function meanSimilarityOf(a: readonly Failing[], b: readonly Failing[]): number {
  let sum = 0;
  for (const one of a) for (const other of b) sum += similarityOf(one.runs, other.runs);
  return sum / (a.length * b.length);
}

function clusterOf(members: readonly Failing[]): CoFailureCluster {
  const pairs = members.flatMap((a, index) => members.slice(index + 1).map((b) => similarityOf(a.runs, b.runs)));
  const counts = new Map<string, number>();
  for (const { runs } of members) for (const run of runs) counts.set(run, (counts.get(run) ?? 0) + 1);
  const together = new Set([...counts].filter(([, count]) => count > 1).map(([run]) => run));
  return {
    tests: members.map(({ history }) => history.test.id).sort(),
    similarity: pairs.reduce((sum, value) => sum + value, 0) / pairs.length,
    runs: together.size,
    shared: sharedTraitsOf(members, together),
  };
}

function sharedTraitsOf(members: readonly Failing[], together: ReadonlySet<string>): readonly SharedTrait[] {
  const failures = members.flatMap(({ history: { test, observations } }) =>
    observations
      .filter(({ run, failedAttempts }) => failedAttempts > 0 && together.has(run.runId))
      // The first half of a signature says what failed, the second where.
      .map(({ signature }) => ({ signature: signature?.split('-')[0], file: test.file })),
  );
  return (['signature', 'file'] as const).flatMap((kind) => {
    const values = failures.flatMap((failure) => failure[kind] ?? []);
    const groups = [...Map.groupBy(values, (value) => value)].sort((a, b) => b[1].length - a[1].length);
    const [value, same] = groups[0] ?? ['', []];
    const ratio = failures.length === 0 ? 0 : same.length / failures.length;
    return ratio > 0.5 ? [{ kind, value, ratio }] : [];
  });
}
