import { exactAssertionOnComputedNumber } from './exact-assertion-on-computed-number.ts';
import { externalDependencyWithoutRetry } from './external-dependency-without-retry.ts';
import type { FlakyPattern } from './flaky-pattern.ts';
import { hardCodedSleep } from './hard-coded-sleep.ts';
import { race } from './race.ts';
import { timeDependence } from './time-dependence.ts';
import { unseededRandom } from './unseeded-random.ts';

/** Every pattern known to cause flakes. A new one is a file beside these, an entry here, and a folder in `fixtures/source/patterns`. */
export const FLAKY_PATTERNS: readonly FlakyPattern[] = [
  hardCodedSleep,
  race,
  externalDependencyWithoutRetry,
  unseededRandom,
  timeDependence,
  exactAssertionOnComputedNumber,
];
