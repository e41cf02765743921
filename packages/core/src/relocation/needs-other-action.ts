import { controlKindOf } from './guards/control-kind.ts';
import { proposalThreshold, type RelocationVerdict } from './judge-relocation.ts';

/**
 * Whether the element was found again as a control of another kind, and that is all that speaks against it: a list to choose from that
 * became a button with a menu. No locator mends its step, and a person has to see what it is now.
 */
export function needsOtherAction({ findings, probability, candidate }: RelocationVerdict): boolean {
  if (!candidate || !(probability >= proposalThreshold) || controlKindOf(candidate.fingerprint) === 'none')
    return false;
  return findings.length > 0 && findings.every(({ guard }) => guard === 'kind-changed');
}
