import type { ElementTraits } from './element-traits.ts';
import { relocationFeatures } from './features/registry.ts';
import type { PageTraits } from './page-traits.ts';
import type { RelocationModel } from './relocation-model.ts';

/** One candidate, as it was judged. */
export interface ScoredElement {
  readonly element: ElementTraits;
  /** Index on the page. */
  readonly index: number;
  /** Log odds against other candidates and against being gone. */
  readonly utility: number;
}

/** The utility of one candidate. */
export function utilityOf(
  target: ElementTraits,
  candidate: ElementTraits,
  page: PageTraits,
  { weights }: Pick<RelocationModel, 'weights'>,
): number {
  let utility = 0;
  for (const { name, of } of relocationFeatures) {
    const weight = weights[name] ?? 0;
    if (weight !== 0) utility += weight * of(target, candidate, page);
  }
  return utility;
}

/** All candidates, the best first; equals stay in the order of the page. */
export function scorePage(
  target: ElementTraits,
  page: PageTraits,
  model: Pick<RelocationModel, 'weights'>,
): readonly ScoredElement[] {
  return page.elements
    .map((element, index) => ({ element, index, utility: utilityOf(target, element, page, model) }))
    .sort((a, b) => b.utility - a.utility || a.index - b.index);
}
