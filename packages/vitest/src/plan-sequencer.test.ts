import { expect, test } from 'vitest';

import { sequencerOf } from './compat.ts';
import { plannedSequencerOf } from './plan-sequencer.ts';
import type { VitestInstance, VitestSequencer, VitestSpecification } from './runner-api.ts';

const specs = (...names: readonly string[]): VitestSpecification[] => names.map((moduleId) => ({ moduleId }));

/** Sorts backwards, so that it shows whose order a file was given. */
class Backwards {
  readonly vitest: VitestInstance;
  constructor(vitest: VitestInstance) {
    this.vitest = vitest;
  }
  async sort(list: readonly VitestSpecification[]): Promise<readonly VitestSpecification[]> {
    return list.toReversed();
  }
  async shard(list: readonly VitestSpecification[]): Promise<readonly VitestSpecification[]> {
    return list.slice(0, 1);
  }
}

const vitest = { config: { sequence: { sequencer: Backwards } } } as unknown as VitestInstance;

test('planned files come first by rank, the others as the own sequencer left them', async () => {
  const ranks = new Map([
    ['c', 7],
    ['a', 2],
  ]);
  const Planned = plannedSequencerOf(Backwards, { rankOf: (spec) => ranks.get(spec.moduleId) });
  const sorted = await new Planned(vitest).sort(specs('a', 'b', 'c', 'd', 'e'));
  expect(sorted.map((spec) => spec.moduleId)).toEqual(['a', 'c', 'e', 'd', 'b']);
});

test('what is not kept does not start, and is not told as about to', async () => {
  const told: string[] = [];
  const Planned = plannedSequencerOf(Backwards, {
    rankOf: () => undefined,
    keep: (all) => all.filter(({ moduleId }) => moduleId !== 'b'),
    onSorted: (all) => told.push(...all.map(({ moduleId }) => moduleId)),
  });
  expect((await new Planned(vitest).sort(specs('a', 'b', 'c'))).map((spec) => spec.moduleId)).toEqual(['c', 'a']);
  expect(told).toEqual(['c', 'a']);
});

test('sharding and the constructor stay those of the own sequencer', async () => {
  const Planned = plannedSequencerOf(Backwards, { rankOf: () => undefined });
  const planned = new Planned(vitest) as unknown as Backwards;
  expect(planned.vitest).toBe(vitest);
  expect(await planned.shard(specs('a', 'b'))).toEqual(specs('a'));
});

test.each([
  ['a class', Backwards, Backwards],
  ['nothing', undefined, undefined],
  ['an object', { sort: () => [] }, undefined],
  ['an arrow function', () => [], undefined],
])('a sequencer that can be extended: %s', (_name, sequencer, expected) => {
  const found: VitestSequencer | undefined = sequencerOf({
    config: { sequence: { sequencer } },
  } as unknown as VitestInstance);
  expect(found).toBe(expected);
});
