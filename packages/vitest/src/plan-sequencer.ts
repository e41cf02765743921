import { readFileSync } from 'node:fs';

import type { PathBase } from '@millwright/core';
import { type ShardCut, fileRanksOf, parsePlanOrder, relativeToRoot } from '@millwright/core/record';

import { balancedSequencerOf } from './balanced-shard.ts';
import { cutsOwnShards, sequencerOf, setSequencer } from './compat.ts';
import type { VitestInstance, VitestSequencer, VitestSpecification } from './runner-api.ts';

/**
 * Makes Vitest start its files in the order of the plan that `planFile` holds. What the project's own sequencer does beside
 * that (sharding, the order of files that are not planned) stays, and so does the order of tests inside a file. Returns a
 * sentence for the run's notes when it could not be done. `onSorted` is told the files that are about to start, shards taken out, and `onCut` how
 * shards were cut where that was by time.
 */
export function followPlan(
  vitest: VitestInstance,
  planFile: string,
  base: PathBase,
  { onSorted, onCut }: { readonly onSorted?: OnSorted; readonly onCut?: (cut: ShardCut) => void } = {},
): string | undefined {
  const order = parsePlanOrder(readText(planFile) ?? '');
  if (!order) return `The plan in ${planFile} could not be read, so files started in Vitest's own order.`;
  const Sequencer = sequencerOf(vitest);
  if (!Sequencer) {
    return 'This version of Vitest has no sequencer that can be extended, so files started in its own order and not in the planned one.';
  }
  const ranks = fileRanksOf(order);
  const fileOf = (spec: VitestSpecification): string => relativeToRoot(spec.moduleId, base);
  const keepsOwnShards = order.timings !== undefined && cutsOwnShards(Sequencer);
  const Cutting =
    order.timings === undefined || keepsOwnShards
      ? Sequencer
      : balancedSequencerOf(Sequencer, order.timings, { fileOf, onCut });
  setSequencer(
    vitest,
    plannedSequencerOf(Cutting, { rankOf: (spec) => ranks.get(fileOf(spec)), ...(onSorted && { onSorted }) }),
  );
  return keepsOwnShards ? "The project's own sequencer cuts the shards, so they were not balanced by time." : undefined;
}

/** Is told the files that are about to start. */
export type OnSorted = (specifications: readonly VitestSpecification[]) => void;

interface PlanOfFiles {
  readonly rankOf: (specification: VitestSpecification) => number | undefined;
  /** Which files are to start, shards taken out; all of them when absent. */
  readonly keep?: (specifications: readonly VitestSpecification[]) => readonly VitestSpecification[];
  readonly onSorted?: OnSorted;
}

/** The same sequencer, which puts planned files first, by rank; the others follow in the order in which it left them. */
export function plannedSequencerOf(
  Sequencer: VitestSequencer,
  { rankOf, keep = (all) => all, onSorted }: PlanOfFiles,
): VitestSequencer {
  return class PlannedSequencer extends Sequencer {
    override async sort(specifications: readonly VitestSpecification[]): Promise<readonly VitestSpecification[]> {
      const own = keep(await super.sort(specifications));
      onSorted?.(own);
      const ranked = own.map((specification) => ({ specification, rank: rankOf(specification) ?? Infinity }));
      return ranked.sort(byRank).map(({ specification }) => specification);
    }
  };
}

function byRank(a: { readonly rank: number }, b: { readonly rank: number }): number {
  return a.rank === b.rank ? 0 : a.rank - b.rank;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
