import { recommendedCallsOf } from './recommended-calls.ts';
import type { LocatorStrategy } from './strategy.ts';

/** What Playwright itself would generate. */
export const recommended: LocatorStrategy = {
  name: 'what Playwright recommends',
  propose: ({ winner, writtenText }) => recommendedCallsOf(winner, writtenText).map((call) => [call]),
};
