const collator = new Intl.Collator('en', { numeric: true });

/**
 * The one order of names that ranking knows, by which tests are neighbours and ties are broken: numbers as numbers, and names that read
 * alike (`t1` and `t01`) by their code units, so that no two names are equal.
 */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Sorts names by `compareNames`. Comparing names is slow, so places are kept until a new name comes: most runs are of names known before. */
export class NameOrder {
  readonly #places = new Map<string, number>();
  #last: { readonly asked: readonly string[]; readonly sorted: readonly string[] } = { asked: [], sorted: [] };

  /** Each name once. */
  sorted(names: Iterable<string>): readonly string[] {
    const asked = [...new Set(names)];
    const { asked: before, sorted } = this.#last;
    if (asked.length === before.length && asked.every((name, index) => name === before[index])) return sorted;
    if (asked.some((name) => !this.#places.has(name)))
      [...new Set([...this.#places.keys(), ...asked])]
        .sort(compareNames)
        .forEach((name, place) => this.#places.set(name, place));
    this.#last = { asked, sorted: asked.toSorted((a, b) => (this.#places.get(a) ?? 0) - (this.#places.get(b) ?? 0)) };
    return this.#last.sorted;
  }
}
