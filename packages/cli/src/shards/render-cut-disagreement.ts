import type { Shard } from '@millwright/core';

import { renderCount } from '../render/duration.ts';
import type { BuildDisagreement } from './read-cut-disagreements.ts';

const mostNamed = 5;

/** Which shards do not fit together, and what that did, in sentences. */
export function renderCutDisagreement(disagreement: BuildDisagreement): string {
  const { runner, build, commit } = disagreement;
  const where = build === undefined ? commit && `commit ${commit.slice(0, 10)}` : `build ${build}`;
  const whose = `The ${runner} shards of ${where ?? 'this run'} were not cut alike`;
  return `${whose}: ${waysOf(disagreement)}. ${lossOf(disagreement)} ${cutAdviceOf(disagreement)}`;
}

/** `1/3 and 2/3 by timings, 3/3 by count`. */
function waysOf({ shards }: BuildDisagreement): string {
  const digests = new Set(shards.flatMap(({ digest }) => digest ?? []));
  const ways = Map.groupBy(shards, ({ by, digest }) => {
    if (by === undefined) return 'in a way that was not recorded';
    // Where there are several, their names tell them apart.
    return digest === undefined || digests.size < 2 ? `by ${by}` : `by ${by} as cut ${digest.slice(0, 8)}`;
  });
  return [...ways].map(([way, own]) => `${shardsIn(own.map(({ shard }) => shard))} ${way}`).join(', ');
}

function lossOf(disagreement: BuildDisagreement): string {
  const { lost, doubled, isComplete, missing } = disagreement;
  const absent = isComplete || missing.length === 0 ? '' : ` (${shardsIn(missing)} not here)`;
  if (!lost || !doubled) return `What ran in no shard cannot be told, for it is not known what was in each${absent}.`;
  const twice = doubled.length === 0 ? '' : `${countOf(disagreement, doubled)} ran more than once`;
  if (lost.length === 0) return `Nothing is lost by it so far${absent}${twice && `, ${twice}`}.`;
  const where = isComplete ? 'ran in no shard' : `ran in none of the shards that are here${absent}`;
  return `${countOf(disagreement, lost)} ${where}: ${namesOf(lost)}${twice && `; ${twice}`}.`;
}

/** What to do, in one sentence. */
export function cutAdviceOf({ shards }: BuildDisagreement): string {
  if (new Set(shards.map(({ shard }) => shard.total)).size > 1)
    return 'Start all shards of a job with the same number of shards.';
  if (shards.some(({ by }) => by !== 'timings'))
    return 'Commit timings.json beside the configuration of the runner (`e2e timings --apply` writes it), and start all shards alike.';
  return 'Let all shards run the same commit with the same timings.json and the same selection of tests.';
}

type Units = NonNullable<BuildDisagreement['lost']>;

/** Vitest shares out files; their tests are not counted. */
function countOf({ runner }: BuildDisagreement, units: Units): string {
  if (runner === 'vitest') return renderCount(units.length, 'file');
  return renderCount(
    units.reduce((sum, { tests = 1 }) => sum + tests, 0),
    'test',
  );
}

function namesOf(units: Units): string {
  const named = units.slice(0, mostNamed).map(({ project, file, title, tests = 1 }) => {
    const count = tests === 1 ? '' : ` (${renderCount(tests, 'test')})`;
    return `${project === '' ? '' : `[${project}] `}${file}${title === undefined ? '' : ` > ${title}`}${count}`;
  });
  const more = units.length - named.length;
  return [...named, ...(more === 0 ? [] : [`${more} more`])].join(', ');
}

function shardsIn(shards: readonly Shard[]): string {
  const names = [...new Set(shards.map(({ current, total }) => `${current}/${total}`))];
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}
