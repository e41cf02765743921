import type { RunCut, Shard } from '../model/run.ts';
import type { TestEntry } from '../model/test.ts';
import { cutGroupsOf } from './cut-groups.ts';
import type { CutUnit } from './shard-cut.ts';
import { timedTitleOf } from './timings.ts';

/** A shard of a build, with what is known of how it was cut. */
export interface CutShard {
  readonly runId: string;
  readonly shard: Shard;
  readonly by?: RunCut['by'];
  readonly digest?: string;
  /** Names of the projects that ran in it. */
  readonly projects: readonly string[];
  /** The whole cut as this shard saw it. */
  readonly cut?: readonly CutUnit[];
  /**
   * The tests that were in it, for a shard without a cut; a title path that is empty stands for the whole file. Absent when not all are
   * known, as of a run that crashed.
   */
  readonly tests?: readonly Pick<TestEntry, 'project' | 'file' | 'titlePath'>[];
}

/** A unit that something happened to, whatever shard it was cut for. */
export type UncutUnit = Omit<CutUnit, 'shard'>;

/** Shards of one build that do not fit together. */
export interface CutDisagreement {
  readonly shards: readonly Pick<CutShard, 'runId' | 'shard' | 'by' | 'digest'>[];
  /** Shards that the numbers promise and that are not here. */
  readonly missing: readonly Shard[];
  /** Whether all shards of one total are here, so that no other can still bring what is lost. */
  readonly isComplete: boolean;
  /** What some cut lists and no shard that is here ran; absent when that cannot be told. */
  readonly lost?: readonly UncutUnit[];
  /** What two shards or more ran; absent when that cannot be told. */
  readonly doubled?: readonly UncutUnit[];
}

/**
 * Finds the shards of one build that were cut by different timings, by timings here and by count there, or into different numbers, and
 * what that does. Shards that have nothing in common (the browsers of a matrix) are looked at apart. Empty when all fits.
 */
export function findCutDisagreements(shards: readonly CutShard[]): readonly CutDisagreement[] {
  return cutGroupsOf(shards).flatMap((group) => disagreementOf(group) ?? []);
}

function disagreementOf(group: readonly CutShard[]): CutDisagreement | undefined {
  const effect = effectOf(group);
  const isHarmful = effect !== undefined && effect.lost.length + effect.doubled.length > 0;
  const missing = missingOf(group);
  const isComplete = Object.values(Object.groupBy(group, ({ shard }) => shard.total)).some(
    (same) => new Set(same?.map(({ shard }) => shard.current)).size === same?.[0]?.shard.total,
  );
  // Of a shard that says nothing of its cut, only what it ran can speak against it.
  if (!differs(group) && !(isHarmful && isComplete && group.some(({ by }) => by === undefined))) return undefined;
  return {
    shards: group.map(({ runId, shard, by, digest }) => ({
      runId,
      shard,
      ...(by === undefined ? {} : { by }),
      ...(digest === undefined ? {} : { digest }),
    })),
    missing,
    isComplete,
    ...effect,
  };
}

function differs(group: readonly CutShard[]): boolean {
  const isOne = (values: readonly unknown[]): boolean =>
    new Set(values.filter((value) => value !== undefined)).size < 2;
  if (!isOne(group.map(({ shard }) => shard.total)) || !isOne(group.map(({ by }) => by))) return true;
  const byDigest = new Map(group.flatMap((shard) => (shard.digest === undefined ? [] : [[shard.digest, shard]])));
  // A count of tests alone, which differs where a file makes its tests by platform, moves nothing.
  return !isOne([...byDigest.values()].map(({ cut, digest }) => (cut ? placesOf(cut) : digest)));
}

function placesOf(units: readonly CutUnit[]): string {
  const places = units.map(({ project, file, title, shard }) => JSON.stringify([project, file, title, shard]));
  return places.toSorted().join('\n');
}

function missingOf(group: readonly CutShard[]): readonly Shard[] {
  const present = new Set(group.map(({ shard }) => nameOf(shard)));
  const totals = [...new Set(group.map(({ shard }) => shard.total))].toSorted((a, b) => a - b);
  return totals
    .flatMap((total) => Array.from({ length: total }, (_, index) => ({ current: index + 1, total })))
    .filter((shard) => !present.has(nameOf(shard)));
}

/** What is lost and what runs twice; undefined when no cut is known, or not all of what a shard without one ran. */
function effectOf(
  group: readonly CutShard[],
): { lost: readonly UncutUnit[]; doubled: readonly UncutUnit[] } | undefined {
  if (group.some(({ cut, tests }) => cut === undefined && tests === undefined)) return undefined;
  if (group.every(({ cut }) => cut === undefined)) return undefined;
  const claims = new Claims();
  for (const { shard, cut, tests = [] } of group) {
    for (const unit of cut ?? [])
      if (unit.shard === shard.current) claims.add(unit.project, unit.file, unit.title, shard);
    if (cut) continue;
    for (const { project, file, titlePath } of tests)
      claims.add(project, file, titlePath.length === 0 ? undefined : timedTitleOf(titlePath), shard);
  }
  const units = finestUnitsOf(group.flatMap(({ cut }) => cut ?? []));
  return {
    lost: units.filter((unit) => claims.of(unit) === 0),
    doubled: units.filter((unit) => claims.of(unit) > 1),
  };
}

/** Each unit once; of a file that some cut took apart and another kept whole, its parts. */
function finestUnitsOf(units: readonly CutUnit[]): readonly UncutUnit[] {
  const found = new Map<string, UncutUnit>();
  const apart = new Set<string>();
  for (const { shard: _shard, ...unit } of units) {
    if (unit.title !== undefined) apart.add(fileKeyOf(unit.project, unit.file));
    found.set(JSON.stringify([unit.project, unit.file, unit.title]), unit);
  }
  return [...found.values()].filter(
    ({ project, file, title }) => title !== undefined || !apart.has(fileKeyOf(project, file)),
  );
}

const glue = timedTitleOf(['', '']);

/** Which shards ran what. */
class Claims {
  /** By file and title; what holds the title (its groups, the file) claims it as well. */
  readonly #at = new Map<string, Set<string>>();
  /** By file and the title of a group, of those that ran something in it. */
  readonly #within = new Map<string, Set<string>>();

  add(project: string, file: string, title: string | undefined, shard: Shard): void {
    put(this.#at, keyOf(project, file, title), shard);
    put(this.#within, keyOf(project, file, undefined), shard);
    for (const group of groupsOf(title)) put(this.#within, keyOf(project, file, group), shard);
  }

  /** How many shards ran this unit or a part of it. */
  of({ project, file, title }: UncutUnit): number {
    const places = [undefined, ...groupsOf(title), title].map((place) => this.#at.get(keyOf(project, file, place)));
    const shards = [...places, this.#within.get(keyOf(project, file, title))].flatMap((some) => [...(some ?? [])]);
    return new Set(shards).size;
  }
}

function put(map: Map<string, Set<string>>, key: string, shard: Shard): void {
  const known = map.get(key);
  if (known) known.add(nameOf(shard));
  else map.set(key, new Set([nameOf(shard)]));
}

/** `a`, `a > b` of `a > b > c`. */
function groupsOf(title = ''): readonly string[] {
  const groups: string[] = [];
  for (let at = title.indexOf(glue); at !== -1; at = title.indexOf(glue, at + glue.length))
    groups.push(title.slice(0, at));
  return groups;
}

function keyOf(project: string, file: string, title: string | undefined): string {
  return `${fileKeyOf(project, file)}${title === undefined ? '' : `\u001E${title}`}`;
}

function fileKeyOf(project: string, file: string): string {
  return `${project}\u001E${file}`;
}

function nameOf({ current, total }: Shard): string {
  return `${current}/${total}`;
}
