import { accessibilityLoss } from './accessibility-loss.ts';
import { destructiveVerb } from './destructive-verb.ts';
import { exactTwin } from './exact-twin.ts';
import type { Guard } from './guard.ts';
import { kindChanged } from './kind-changed.ts';
import { mutualBest } from './mutual-best.ts';
import { noSharedIdentity } from './no-shared-identity.ts';
import { notUsable } from './not-usable.ts';
import { otherPage } from './other-page.ts';
import { partChanged } from './part-changed.ts';
import { rowChanged } from './row-changed.ts';
import { surroundingsLost } from './surroundings-lost.ts';

/** All guards. What makes every candidate impossible comes first. */
export const guards: readonly Guard[] = [
  otherPage,
  notUsable,
  kindChanged,
  rowChanged,
  surroundingsLost,
  mutualBest,
  destructiveVerb,
  noSharedIdentity,
  partChanged,
  exactTwin,
  accessibilityLoss,
];
