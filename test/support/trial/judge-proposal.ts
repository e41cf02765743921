import { type LocatorHealProposal, proposeLocatorHeal } from '@millwright/core';
import type { ElementFingerprint } from '@millwright/core/relocation';

import type { TrialFailure } from './read-failures.ts';
import { playsPart } from './truth.ts';

/** What is proposed for a failure, held against the truth. */
export interface Judged {
  readonly variant: string;
  readonly test: string;
  /** `automatic` and `propose`: a locator is offered. `refused`: none is. */
  readonly answer: 'automatic' | 'propose' | 'refused';
  /** Whether the candidate on top is the element that was meant. */
  readonly isRight: boolean;
  /** The first locator that is offered, or the reason for the refusal. */
  readonly says: string;
}

/** Lets Millwright look at a failure, whose element plays `part`. */
export function judgeProposal(trialFailure: TrialFailure, part: string | undefined): Judged {
  const { variant, test, parts, ...input } = trialFailure;
  const proposal = proposeLocatorHeal({ ...input, hasAppChanged: true });
  const own = parts[keyOf(proposal.verdict?.candidate?.fingerprint)];
  return { variant, test, isRight: part !== undefined && playsPart(own, part), ...answerOf(proposal) };
}

function answerOf(proposal: LocatorHealProposal): Pick<Judged, 'answer' | 'says'> {
  if (proposal.kind === 'refused') return { answer: 'refused', says: `${proposal.why}: ${proposal.reason}` };
  const [first] = proposal.locators;
  return { answer: proposal.isAutomatic ? 'automatic' : 'propose', says: first?.locator ?? '' };
}

/** As `keepParts` of the shop writes it. */
function keyOf(element: ElementFingerprint | undefined): string {
  const frames = (element?.within ?? []).filter((name) => name !== '#shadow');
  return `${frames.join('')}${element?.xpath ?? ''}`;
}
