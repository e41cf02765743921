import { calledOf, type Guard } from './guard.ts';

/** The element is there and cannot be seen or used, and could be before: that is what the test found out. */
export const notUsable: Guard = {
  name: 'not-usable',
  check: ({ old, candidate }) => {
    if (candidate.isVisible === false && old.isVisible !== false)
      return {
        verdict: 'refuse',
        reason: `${calledOf(candidate)} is on the page and cannot be seen; it could before.`,
      };
    if (candidate.isEnabled === false && old.isEnabled !== false)
      return { verdict: 'refuse', reason: `${calledOf(candidate)} is on the page and disabled; it was not before.` };
    return undefined;
  },
};
