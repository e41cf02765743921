import type { CapturedFile, IstanbulMap } from '../capture/capture-entries.ts';

interface Sum {
  readonly s: Record<string, number>;
  readonly f: Record<string, number>;
  readonly b: Record<string, number[]>;
}

/** Adds up the counters of instrumented files, each known by the hash of its instrumented text. */
export class IstanbulCounters {
  readonly #maps = new Map<string, IstanbulMap>();
  readonly #sums = new Map<string, Sum>();

  addMap(hash: string, map: IstanbulMap): void {
    if (this.#maps.has(hash)) return;
    this.#maps.set(hash, map);
    const s = Object.fromEntries(Object.keys(map.statementMap).map((id) => [id, 0]));
    const f = Object.fromEntries(Object.keys(map.fnMap).map((id) => [id, 0]));
    const b = Object.fromEntries(
      Object.entries(map.branchMap).map(([id, branch]) => [id, (branch.locations ?? []).map(() => 0)]),
    );
    this.#sums.set(hash, { s, f, b });
  }

  /** False when the map of the file is not known (yet). */
  addCounters([, hash, s, f, b]: CapturedFile): boolean {
    const sum = this.#sums.get(hash);
    if (!sum) return false;
    for (const [id, count] of Object.entries(s)) sum.s[id] = (sum.s[id] ?? 0) + count;
    for (const [id, count] of Object.entries(f)) sum.f[id] = (sum.f[id] ?? 0) + count;
    for (const [id, arms] of Object.entries(b))
      sum.b[id] = arms.map((count, index) => count + (sum.b[id]?.[index] ?? 0));
    return true;
  }

  /**
   * Whether a test that raised these counters executed the file. Code outside functions runs whenever the file is loaded, by
   * every test alike, so it counts only for a file without functions.
   */
  isExecuted([, hash, s, f]: CapturedFile): boolean {
    if (Object.keys(f).length > 0) return true;
    return Object.keys(this.#maps.get(hash)?.fnMap ?? {}).length === 0 && Object.keys(s).length > 0;
  }

  /** Istanbul's coverage map data. Of two builds of one file, the one that ran more counts. */
  totals(): Record<string, unknown> {
    const totals: Record<string, IstanbulMap & Sum> = {};
    for (const [hash, map] of this.#maps) {
      const sum = this.#sums.get(hash);
      if (!sum) continue;
      const other = totals[map.path];
      if (!other || hitsOf(sum) > hitsOf(other)) totals[map.path] = { ...map, ...sum };
    }
    return totals;
  }
}

function hitsOf(sum: Sum): number {
  return Object.values(sum.s).filter((count) => count > 0).length;
}
