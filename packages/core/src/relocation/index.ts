/** Finding an element again on a page that changed. A part of its own, so that a worker of a runner can load it alone. */
export { assumedWeights } from './assumed-weights.ts';
export { type Contest, confidenceInputsOf, isOneThing } from './confidence-inputs.ts';
export type { ElementBox, ElementFingerprint, ElementOption } from './element-fingerprint.ts';
export { type ElementTraits, isInside, isSamePlace, traitsOf } from './element-traits.ts';
export type { RelocationFeature } from './features/feature.ts';
export { fittedFeatures, relocationFeatures } from './features/registry.ts';
export { relocationModel } from './model-numbers.ts';
export { type PageTraits, pageTraitsOf } from './page-traits.ts';
export {
  automaticThreshold,
  type Relocation,
  type RelocationCandidate,
  type RelocationContext,
  relocateElement,
} from './relocate-element.ts';
export type { RelocationModel } from './relocation-model.ts';
export { type ScoredElement, scorePage, utilityOf } from './score-page.ts';
export { editSimilarityOf } from './words.ts';
