import type { SparseColumn } from './run-document.ts';

/** Differences between neighbours, the first one against `base`; undefined when that would lose a digit. */
export function deltasOf(values: readonly number[], base: number): readonly number[] | undefined {
  if (!Number.isSafeInteger(base) || !values.every(Number.isSafeInteger)) return undefined;
  let last = base;
  return values.map((value) => {
    const delta = value - last;
    last = value;
    return delta;
  });
}

/** Inverse of `deltasOf`. */
export function sumsOf(deltas: readonly number[], base: number): number[] {
  let last = base;
  return deltas.map((delta) => (last += delta));
}

/** The values that are there, with their indexes; undefined when there is none. */
export function sparseOf<T>(values: readonly (T | undefined)[]): SparseColumn<T> | undefined {
  const column: (readonly [number, T])[] = [];
  values.forEach((value, index) => {
    if (value !== undefined) column.push([index, value]);
  });
  return column.length > 0 ? column : undefined;
}

/** The column as a map from index to value. */
export function bySparseIndex<T>(column: SparseColumn<T> | undefined): ReadonlyMap<number, T> {
  return new Map(column);
}

/** Gives each distinct key a number in the order of first use. */
export class Dictionary<T> {
  readonly entries: T[] = [];
  readonly #indexes = new Map<string, number>();

  indexOf(key: string, entry: T): number {
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#indexes.set(key, this.entries.length);
    return this.entries.push(entry) - 1;
  }
}
