import type { JudgedCause } from '../origin/judge-causes.ts';
import type { TestEntry } from '../model/test.ts';
import type { FailureCluster, FailureItem } from './clusters.ts';

interface TestFailure extends FailureItem {
  readonly test?: TestEntry;
}

/** A regression has to be more likely than everything else before the change speaks for one cause. */
const leastRegression = 0.5;

/**
 * Joins clusters of one class that one change explains: each is more likely a regression than not, and the same changed file, run by all
 * of its failed tests, is suspected before every other. One fault breaks many assertions, and nothing in their messages says so. A
 * changed test file joins nothing: its tests may each have been broken. Two faults in one changed file look like one.
 */
export function joinByChange<Item extends TestFailure>(
  clusters: readonly FailureCluster<Item>[],
  judge: (cluster: FailureCluster<Item>) => JudgedCause,
): readonly FailureCluster<Item>[] {
  const groups = Map.groupBy(clusters, (cluster) => changeKeyOf(cluster, judge(cluster)) ?? cluster);
  return [...groups.values()].map((group) => group.reduce(joined));
}

function changeKeyOf(
  { classification, items, outage }: FailureCluster<TestFailure>,
  { origin, suspects }: JudgedCause,
): string | undefined {
  const [first, second] = suspects?.files ?? [];
  if (outage !== undefined || first?.changed !== true || origin.regression < leastRegression) return undefined;
  const failedTests = new Set(items.flatMap(({ testId }) => testId ?? []));
  const isSuspectedAlone = second === undefined || second.score < first.score;
  const isTestFile = items.some(({ test }) => test?.file === first.file);
  if (!isSuspectedAlone || first.failedTests < failedTests.size || isTestFile) return undefined;
  return `${classification.cause} ${first.file}`;
}

function joined<Item extends TestFailure>(
  one: FailureCluster<Item>,
  other: FailureCluster<Item>,
): FailureCluster<Item> {
  const surest = other.classification.probability > one.classification.probability ? other : one;
  const signatures = [...new Set([...one.signatures, ...other.signatures])].sort();
  return {
    ...surest,
    signature: signatures[0] ?? one.signature,
    signatures,
    items: [...one.items, ...other.items],
  };
}
