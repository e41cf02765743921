import { type ShardCut, type SplitPart, type Timings, shardsOfItems, timedDurationsOf } from '@millwright/core/record';

import { isMeasuredSpecification } from './compat.ts';
import type { VitestInstance, VitestSequencer, VitestSpecification } from './runner-api.ts';

/** What a sequencer that cuts shards by time has to know beside the times. */
export interface Balancing {
  readonly fileOf: (specification: VitestSpecification) => string;
  /** Is told how the suite was cut. Must not throw. */
  readonly onCut?: ((cut: ShardCut) => void) | undefined;
}

/**
 * The same sequencer, which cuts shards that take about as long. It rests on the files that Vitest found and on the timings alone:
 * whoever has both gets the same shards, and files that the timings do not know are in one of them like all others.
 */
export function balancedSequencerOf(
  Sequencer: VitestSequencer,
  timings: Timings,
  { fileOf, onCut }: Balancing,
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
      const shards = shardsOfItems(parts, shard.count);
      onCut?.({ by: 'timings', total: shard.count, units: unitsOf(shards, fileOf) });
      return specifications.filter((specification) => shards.get(specification) === shard.index);
    }
  };
}

/** Which file of tests is where. Type tests and benchmarks are no tests of the history, and nobody looks for them there. */
function unitsOf(shards: ReadonlyMap<VitestSpecification, number>, fileOf: Balancing['fileOf']): ShardCut['units'] {
  return [...shards]
    .filter(([specification]) => !isMeasuredSpecification(specification))
    .map(([specification, shard]) => ({
      project: specification.project?.name ?? '',
      file: fileOf(specification),
      shard,
    }));
}
