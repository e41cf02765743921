import type { CutShard } from './cut-disagreement.ts';

/**
 * Shards of a build that share a suite, directly or by way of others. The legs of a matrix (a browser, a folder each) run as one job of
 * one build and are cut each by itself: they have no file in common.
 */
export function cutGroupsOf(shards: readonly CutShard[]): readonly (readonly CutShard[])[] {
  const suites = shards.map(suiteOf);
  const groups: number[][] = [];
  for (const index of shards.keys()) {
    const isNear = (other: number): boolean => shareSuite(suites[index], suites[other]);
    const near = groups.filter((group) => group.some(isNear));
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([...near.flat(), index]);
  }
  return groups.map((group) => group.toSorted((a, b) => a - b).map((index) => shards[index] as CutShard));
}

/** What tells one suite from another. */
interface Suite {
  readonly digest: string | undefined;
  /** Of a shard with a cut. */
  readonly files: ReadonlySet<string> | undefined;
  /** Those that were cut, else those that ran. */
  readonly projects: ReadonlySet<string>;
}

function suiteOf({ digest, cut, projects }: CutShard): Suite {
  return {
    digest,
    files: cut && new Set(cut.map(({ project, file }) => `${project}\u001E${file}`)),
    projects: new Set(cut ? cut.map(({ project }) => project) : projects),
  };
}

function shareSuite(a: Suite | undefined, b: Suite | undefined): boolean {
  if (!a || !b) return false;
  if (a.files && b.files) return (a.digest !== undefined && a.digest === b.digest) || countCommon(a.files, b.files) > 0;
  const common = countCommon(a.projects, b.projects);
  if (a.files || b.files) return common > 0;
  // Legs of a matrix may share a project that prepares, and nothing else.
  return common > 0 && common === Math.min(a.projects.size, b.projects.size);
}

function countCommon(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((value) => b.has(value)).length;
}
