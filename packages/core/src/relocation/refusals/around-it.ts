import type { RefusalRule } from '../diagnose.ts';

/** The share of a suite that may break at once before it is a redesign or an outage. */
const mostBroken = 0.1;
/** So few changes are no mass, however small the suite. */
const fewBroken = 5;

/** More of the suite broke at once than single changes explain. */
export const massBreakage: RefusalRule = {
  name: 'mass-breakage',
  refuse: ({ suite, mostBrokenRatio = mostBroken }) => {
    if (!suite || suite.brokenCount <= fewBroken || suite.brokenCount <= suite.testCount * mostBrokenRatio)
      return undefined;
    const share = Math.round((suite.brokenCount / suite.testCount) * 100);
    return {
      why: 'mass-breakage',
      isProduct: false,
      reason: `Elements were lost in ${suite.brokenCount} places at once, in a suite of ${suite.testCount} tests (${share} %), and ${Math.round(mostBrokenRatio * 100)} % is the limit: that is a redesign or an outage, for a person to look at first.`,
    };
  },
};

/** The application is the one in which the locator found its element. */
export const sameBuild: RefusalRule = {
  name: 'same-build',
  refuse: ({ hasAppChanged, element }) =>
    hasAppChanged === false && element
      ? {
          why: 'same-build',
          isProduct: false,
          reason: `The application's code is the same as on ${element.seenAt.slice(0, 10)}, when ${element.locator} found its element: the page, its data or its timing differ, not the locator.`,
        }
      : undefined,
};

/** Nothing is known to look for. */
export const noFingerprint: RefusalRule = {
  name: 'no-fingerprint',
  refuse: ({ page, element, failure }) => {
    if (!page)
      return {
        why: 'no-page',
        isProduct: false,
        reason: `The page on which ${failure.locator ?? 'the locator'} failed was not captured.`,
      };
    return element
      ? undefined
      : {
          why: 'no-fingerprint',
          isProduct: false,
          reason: `What ${page.locator} resolved to when the test passed is not remembered; the next run that passes remembers it.`,
        };
  },
};
