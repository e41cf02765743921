import { describe, expect, test } from 'vitest';
import { BaseSequencer } from 'vitest/node';

import { balancedSequencerOf } from './balanced-shard.ts';
import { cutsOwnShards } from './compat.ts';
import type { VitestInstance, VitestSequencer, VitestSpecification } from './runner-api.ts';

const Base = BaseSequencer as unknown as VitestSequencer;

const specOf = (name: string, project = ''): VitestSpecification =>
  ({ moduleId: name, pool: 'forks', project: { name: project } }) as unknown as VitestSpecification;

/** What each of two shards takes, by name. */
async function shardsOf(specifications: readonly VitestSpecification[]): Promise<readonly (readonly string[])[]> {
  const timings = { vitest: { '': { slow: 900, quick: 100, brisk: 200 } } };
  const Balanced = balancedSequencerOf(Base, timings, { fileOf: ({ moduleId }) => moduleId });
  const shards = [1, 2].map(async (index) => {
    const vitest = { config: { shard: { index, count: 2 } } } as unknown as VitestInstance;
    const taken = (await new Balanced(vitest).shard?.(specifications)) ?? [];
    return taken.map(({ moduleId, project }) => `${project?.name}${moduleId}`);
  });
  return Promise.all(shards);
}

describe('a balanced shard', () => {
  test('takes about as long as the other, files that nobody timed among them', async () => {
    const specifications = ['quick', 'new', 'slow', 'brisk'].map((name) => specOf(name));
    expect(await shardsOf(specifications)).toEqual([['slow'], ['quick', 'new', 'brisk']]);
    expect((await shardsOf(specifications.toReversed())).map((shard) => shard.toSorted())).toEqual([
      ['slow'],
      ['brisk', 'new', 'quick'],
    ]);
  });

  test('tells the projects of a file apart', async () => {
    const shards = await shardsOf([specOf('slow'), specOf('slow', 'other ')]);
    expect(shards.flat().toSorted()).toEqual(['other slow', 'slow']);
  });
});

describe('who cuts the shards', () => {
  test.each([
    ['Vitest itself', Base, false],
    ['Vitest, for a class that only sorts', class Sorted extends Base {}, false],
    [
      "the project's own class",
      class Own extends BaseSequencer {
        override async shard() {
          return [];
        }
      },
      true,
    ],
    [
      'nobody that is known',
      class {
        async sort() {
          return [];
        }
      },
      true,
    ],
  ])('%s', (_, Sequencer, expected) => {
    expect(cutsOwnShards(Sequencer as unknown as VitestSequencer)).toBe(expected);
  });
});
