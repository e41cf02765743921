import { recommended } from './recommended.ts';
import { regionScope } from './region-scope.ts';
import { positionToWords, rowScope } from './row-scope.ts';
import { sameArgument } from './same-argument.ts';
import type { LocatorStrategy } from './strategy.ts';

/** All strategies, the best first: what is nearest to what the author wrote. */
export const locatorStrategies: readonly LocatorStrategy[] = [
  sameArgument,
  positionToWords,
  rowScope,
  recommended,
  regionScope,
];
