import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { isSamePlace, traitsOf } from './element-traits.ts';
import { calledOf, type GuardFinding, type GuardInput } from './guards/guard.ts';
import { guards } from './guards/registry.ts';
import { relocationModel } from './model-numbers.ts';
import { pageTraitsOf } from './page-traits.ts';
import { automaticThreshold, type Relocation, type RelocationCandidate, relocateElement } from './relocate-element.ts';
import type { RelocationModel } from './relocation-model.ts';

/** Under this probability the element is taken to be gone. */
export const proposalThreshold = 0.3;

/** Where an element is now, and what may be done with that. */
export interface RelocationVerdict {
  /** `automatic`: may be taken when the proof holds. `propose`: for a person. `refuse`: no candidate, or not this one. */
  readonly verdict: 'automatic' | 'propose' | 'refuse';
  readonly probability: number;
  /** The candidate that was judged: the best. */
  readonly candidate?: RelocationCandidate;
  /** The best and the next ones, to show. */
  readonly candidates: readonly RelocationCandidate[];
  /** What the guards have against it. */
  readonly findings: readonly GuardFinding[];
  /** Why it is not `automatic`, in sentences; empty when it is. */
  readonly reasons: readonly string[];
}

/** What an element is looked for with. */
export interface RelocationRequest {
  readonly remembered: RememberedElement;
  readonly page: FailingPage;
  /** All that is remembered of the page as it was: of this test, and of others where they are known. */
  readonly rememberedHere: readonly RememberedElement[];
  readonly model?: RelocationModel;
}

/** Finds an element again and lets every guard speak. */
export function judgeRelocation(request: RelocationRequest): RelocationVerdict {
  const { remembered, page, model = relocationModel } = request;
  const others = othersOf(request);
  const pageTraits = pageTraitsOf(page.elements);
  const relocation = relocateElement(remembered.fingerprint, pageTraits, { others, model });
  const candidate = relocation.candidates[0];
  const gone = `Nothing on the page at ${page.url} is taken to be ${calledOf(remembered.fingerprint)}`;
  if (!candidate) return refusal(relocation, [], [`${gone}: it shows no element.`]);
  const old = traitsOf(remembered.fingerprint);
  const input: GuardInput = {
    remembered,
    old: remembered.fingerprint,
    candidate: candidate.fingerprint,
    page,
    others,
    traits: { old, candidate: traitsOf(candidate.fingerprint), page: pageTraits, others: others.map(traitsOf) },
    model,
  };
  const findings = findingsOf(input);
  const { probability } = relocation;
  const vetoes = findings.filter(({ verdict }) => verdict === 'refuse').map(({ reason }) => reason);
  if (vetoes.length > 0) return { ...refusal(relocation, findings, vetoes), candidate };
  const share = `${Math.round(probability * 100)} %`;
  if (probability < proposalThreshold)
    return {
      ...refusal(relocation, findings, [`${gone}: the likeliest, ${calledOf(candidate.fingerprint)}, is at ${share}.`]),
      candidate,
    };
  const unsure =
    probability < automaticThreshold
      ? [
          `${calledOf(candidate.fingerprint)} is the one at ${share}, and ${Math.round(automaticThreshold * 100)} % are asked for.`,
        ]
      : [];
  const reasons = [...findings.map(({ reason }) => reason), ...unsure];
  return { ...relocation, verdict: reasons.length === 0 ? 'automatic' : 'propose', candidate, findings, reasons };
}

function findingsOf(input: GuardInput): readonly GuardFinding[] {
  return guards.flatMap(({ name, check }) => {
    const finding = check(input);
    return finding ? [{ guard: name, ...finding }] : [];
  });
}

function refusal(
  relocation: Relocation,
  findings: readonly GuardFinding[],
  reasons: readonly string[],
): RelocationVerdict {
  return { ...relocation, verdict: 'refuse', findings, reasons };
}

/** What else was on the page as it was. */
function othersOf({ remembered, rememberedHere }: RelocationRequest): readonly ElementFingerprint[] {
  const own = remembered.fingerprint;
  return rememberedHere
    .filter(({ url, fingerprint }) => url === remembered.url && !isSameElement(fingerprint, own))
    .map(({ fingerprint }) => fingerprint);
}

function isSameElement(a: ElementFingerprint, b: ElementFingerprint): boolean {
  return a.xpath === b.xpath || (isSamePlace(a.box, b.box) && a.text === b.text && a.tag === b.tag);
}
