import { type SplitPart, type Timings, itemsOfShard, timedDurationsOf } from '@millwright/core/record';

import type { VitestInstance, VitestSequencer, VitestSpecification } from './runner-api.ts';

/**
 * The same sequencer, which cuts shards that take about as long. It rests on the files that Vitest found and on the timings alone:
 * whoever has both gets the same shards, and files that the timings do not know are in one of them like all others.
 */
export function balancedSequencerOf(
  Sequencer: VitestSequencer,
  timings: Timings,
  fileOf: (specification: VitestSpecification) => string,
): VitestSequencer {
  const durations = timedDurationsOf(timings, 'vitest');
  return class BalancedSequencer extends Sequencer {
    readonly #vitest: VitestInstance;

    constructor(vitest: VitestInstance) {
      super(vitest);
      this.#vitest = vitest;
    }

    override async shard(specifications: readonly VitestSpecification[]): Promise<readonly VitestSpecification[]> {
      const { shard } = this.#vitest.config;
      if (!shard) return specifications;
      const parts = specifications.map((item): SplitPart<VitestSpecification> => {
        const project = item.project?.name ?? '';
        const file = fileOf(item);
        const unitKey = [project, file, item.pool ?? ''].join('\n');
        return { unitKey, durationMs: durations.fileMs(project, file), item };
      });
      return [...itemsOfShard(parts, { current: shard.index, total: shard.count })];
    }
  };
}
