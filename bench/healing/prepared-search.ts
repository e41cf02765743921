import { type ElementTraits, traitsOf } from '@millwright/core/relocation';
import { fittedFeatures } from '@millwright/core/relocation';
import { type PageTraits, pageTraitsOf } from '@millwright/core/relocation';
import type { ScoredElement } from '@millwright/core/relocation';
import { type Search, goneSearchOf, presentSearchOf } from './searches.ts';
import type { LocatorPair } from './similo-pairs.ts';

/** A search with the features of every candidate, computed once for all the models that are tried on it. */
export interface PreparedSearch extends Search {
  readonly pair: LocatorPair;
  readonly traits: ElementTraits;
  readonly page: PageTraits;
  /** Other elements that were on the old page. */
  readonly others: readonly ElementTraits[];
  /** A row of features for each candidate. */
  readonly rows: Float32Array;
}

/** The searches of all pairs: each with its element there, and with its element gone. */
export function prepareSearches(pairs: readonly LocatorPair[]): readonly PreparedSearch[] {
  const pages = new Map<unknown, PageTraits>();
  const targets = Map.groupBy(pairs, ({ set, site }) => `${set} ${site}`);
  return pairs.flatMap((pair) => {
    const page = pages.get(pair.candidates) ?? pageTraitsOf(pair.candidates);
    pages.set(pair.candidates, page);
    const others = (targets.get(`${pair.set} ${pair.site}`) ?? [])
      .filter((other) => other !== pair)
      .map(({ target }) => traitsOf(target));
    const gone = goneSearchOf(pair);
    return [
      prepare(pair, presentSearchOf(pair), page, others),
      prepare(pair, gone, pageTraitsOf(gone.candidates), others),
    ];
  });
}

function prepare(
  pair: LocatorPair,
  search: Search,
  page: PageTraits,
  others: readonly ElementTraits[],
): PreparedSearch {
  const traits = traitsOf(search.target);
  const count = fittedFeatures.length;
  const rows = new Float32Array(page.elements.length * count);
  page.elements.forEach((element, row) => {
    fittedFeatures.forEach(({ of }, k) => (rows[row * count + k] = of(traits, element, page)));
  });
  return { ...search, pair, traits, page, others, rows };
}

/** All candidates under weights of the fitted features, the best first. */
export function rankingOf({ rows, page }: PreparedSearch, weights: readonly number[]): readonly ScoredElement[] {
  const count = weights.length;
  return page.elements
    .map((element, index) => {
      let utility = 0;
      for (let k = 0; k < count; k += 1) utility += (weights[k] ?? 0) * (rows[index * count + k] ?? 0);
      return { element, index, utility };
    })
    .sort((a, b) => b.utility - a.utility || a.index - b.index);
}
