import { accessibilityFeatures } from './accessibility.ts';
import type { RelocationFeature } from './feature.ts';
import { identityFeatures } from './identity.ts';
import { placeFeatures } from './place.ts';
import { textFeatures } from './text.ts';

/** Features whose weights are fitted to public data. */
export const fittedFeatures: readonly RelocationFeature[] = [...textFeatures, ...identityFeatures, ...placeFeatures];

/** Every feature of the model. */
export const relocationFeatures: readonly RelocationFeature[] = [...fittedFeatures, ...accessibilityFeatures];
