import { confidenceInputsOf } from './confidence-inputs.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { traitsOf } from './element-traits.ts';
import { relocationFeatures } from './features/registry.ts';
import { relocationModel } from './model-numbers.ts';
import { type PageTraits, pageTraitsOf } from './page-traits.ts';
import type { RelocationModel } from './relocation-model.ts';
import { scorePage } from './score-page.ts';

/** An element that may be the one that is looked for. */
export interface RelocationCandidate {
  readonly fingerprint: ElementFingerprint;
  /** Index among the elements of the page. */
  readonly index: number;
  readonly utility: number;
  /** What speaks for it and against it, the weightiest first: the name of the feature and what it adds. */
  readonly evidence: readonly { readonly name: string; readonly weight: number }[];
}

/** Where an element is now. */
export interface Relocation {
  /** The best first. */
  readonly candidates: readonly RelocationCandidate[];
  /** That the first candidate is right, 0–1; what is left is that another is, or that the element is gone. */
  readonly probability: number;
}

/** What helps to find an element beside its own fingerprint. */
export interface RelocationContext {
  /** Other elements of the page as it was. The more there are, the surer a candidate that continues one of them is told. */
  readonly others?: readonly ElementFingerprint[];
  /** How many candidates to return. */
  readonly most?: number;
  readonly model?: RelocationModel;
}

/**
 * From here on a candidate may be taken without asking, if the rest of the proof holds: at this probability public pages years apart
 * gave no wrong element but those that their labels contradict, and elements that are gone were "found" in under 3 % (`npm run bench -- healing`).
 */
export const automaticThreshold = 0.85;

/**
 * Finds an element again on a page that changed: a conditional logit over all elements of the page and the alternative that it is
 * gone, whose weights can only speak for or against as they should; a second, logistic model turns how the best stands into a
 * probability (McFadden 1974, "Conditional logit analysis of qualitative choice behavior"; Platt 1999). Deterministic.
 */
export function relocateElement(
  target: ElementFingerprint,
  page: readonly ElementFingerprint[] | PageTraits,
  { others = [], most = 5, model = relocationModel }: RelocationContext = {},
): Relocation {
  const pageTraits = 'elements' in page ? page : pageTraitsOf(page);
  const traits = traitsOf(target);
  const ranking = scorePage(traits, pageTraits, model);
  if (ranking.length === 0) return { candidates: [], probability: 0 };
  const inputs = confidenceInputsOf({ target: traits, page: pageTraits, ranking, others: others.map(traitsOf), model });
  const logOdds = Object.entries(inputs).reduce(
    (sum, [name, value]) => sum + value * (model.confidence[name] ?? 0),
    model.confidenceOffset,
  );
  return {
    probability: 1 / (1 + Math.exp(-logOdds)),
    candidates: ranking.slice(0, most).map(({ element, index, utility }) => ({
      fingerprint: element.fingerprint,
      index,
      utility,
      evidence: relocationFeatures
        .map(({ name, of }) => ({ name, weight: (model.weights[name] ?? 0) * of(traits, element, pageTraits) }))
        .filter(({ weight }) => weight !== 0)
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
    })),
  };
}
