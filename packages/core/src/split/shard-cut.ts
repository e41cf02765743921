/** What is in one shard as a whole, as far as one machine sees it. */
export interface CutUnit {
  readonly project: string;
  /** Posix, relative to the project root. */
  readonly file: string;
  /** Title of the test or group where a file may be cut, as in `timedTitleOf`; absent for the whole file. */
  readonly title?: string;
  /** From 1. */
  readonly shard: number;
  /** How many tests it holds, where that is known. */
  readonly tests?: number;
}

/** How a suite was cut in the eyes of one shard: all units, also those of the other shards. */
export interface ShardCut {
  readonly by: 'timings';
  readonly total: number;
  /** Each unit once. */
  readonly units: readonly CutUnit[];
}

/** A test, or a whole file, with the shard it went to. */
export type CutItem = Omit<CutUnit, 'tests'>;

/** The cut that these tests make, counted by unit. */
export function shardCutOf(items: Iterable<CutItem>, total: number): ShardCut {
  const units = new Map<string, CutUnit & { tests: number }>();
  for (const item of items) {
    const key = JSON.stringify([item.project, item.file, item.title]);
    const known = units.get(key);
    if (known) known.tests += 1;
    else units.set(key, { ...item, tests: 1 });
  }
  return { by: 'timings', total, units: [...units.values()] };
}
