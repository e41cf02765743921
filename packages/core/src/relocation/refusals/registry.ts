import type { RefusalRule } from '../diagnose.ts';
import { massBreakage, noFingerprint, sameBuild } from './around-it.ts';
import { otherPage } from './other-page.ts';
import { absence, list, noLocatorFailure, state, value } from './what-was-found.ts';

/** All reasons, in the order in which they are asked: what the failure itself says, the page, what is known, what happened around it. */
export const refusalRules: readonly RefusalRule[] = [
  absence,
  otherPage,
  state,
  list,
  value,
  noLocatorFailure,
  noFingerprint,
  sameBuild,
  massBreakage,
];
