import type { FailingPage, RememberedElement } from '../model/remembered-element.ts';
import { isOneThing } from './confidence-inputs.ts';
import { controlInside } from './control-inside.ts';
import type { ElementFingerprint } from './element-fingerprint.ts';
import { isSamePlace, traitsOf } from './element-traits.ts';
import { calledOf, type GuardFinding, type GuardInput } from './guards/guard.ts';
import { mutualBest } from './guards/mutual-best.ts';
import { guards } from './guards/registry.ts';
import { relocationModel } from './model-numbers.ts';
import { type PageTraits, pageTraitsOf } from './page-traits.ts';
import { automaticThreshold, type Relocation, type RelocationCandidate, relocateElement } from './relocate-element.ts';
import type { RelocationModel } from './relocation-model.ts';

/** Under this probability the element is taken to be gone. */
export const proposalThreshold = 0.3;

/** Where an element is now, and what may be done with that. */
export interface RelocationVerdict {
  /** `automatic`: may be taken when the proof holds. `propose`: for a person. `refuse`: no candidate, or not this one. */
  readonly verdict: 'automatic' | 'propose' | 'refuse';
  readonly probability: number;
  /** The candidate that was judged: the best, or the control in it. */
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
  const elsewhere = request.rememberedHere.flatMap(({ url, fingerprint }) =>
    url === remembered.url ? [] : [fingerprint],
  );
  const traits = {
    old: traitsOf(remembered.fingerprint),
    page: pageTraitsOf(page.elements),
    others: others.map(traitsOf),
  };
  const inputOf = (candidate: ElementFingerprint): GuardInput => ({
    remembered,
    old: remembered.fingerprint,
    candidate,
    page,
    others,
    steps: request.rememberedHere,
    elsewhere,
    traits: {
      ...traits,
      // The same object as on the page, so that it is told from a twin.
      candidate: traits.page.elements.find(({ fingerprint }) => fingerprint === candidate) ?? traitsOf(candidate),
    },
    model,
  });
  const { relocation, setAside } = relocateAmongUnclaimed(request, traits.page, inputOf);
  const [best] = relocation.candidates;
  const standIn = best && controlInside(remembered.fingerprint, best, page);
  const candidate = standIn?.candidate ?? best;
  const gone = `Nothing on the page at ${page.url} is taken to be ${calledOf(remembered.fingerprint)}`;
  if (!candidate) return refusal(relocation, setAside, [`${gone}: it shows no other element.`]);
  const findings = [
    ...findingsOf(inputOf(candidate.fingerprint)),
    ...(standIn?.finding ? [standIn.finding] : []),
    ...setAside,
  ];
  const { probability } = relocation;
  const vetoes = findings.filter(({ verdict }) => verdict === 'refuse').map(({ reason }) => reason);
  const likeliest = `${gone}: the likeliest, ${calledOf(candidate.fingerprint)}, is at ${percentOf(probability)}.`;
  // Not a number is no reason to trust.
  if (!(probability >= proposalThreshold)) vetoes.push(likeliest);
  if (vetoes.length > 0) return { ...refusal(relocation, findings, vetoes), candidate };
  const unsure =
    probability < automaticThreshold
      ? [
          `${calledOf(candidate.fingerprint)} is the one at ${percentOf(probability)}, and ${percentOf(automaticThreshold)} are asked for.`,
        ]
      : [];
  const reasons = [...findings.map(({ reason }) => reason), ...unsure];
  return { ...relocation, verdict: reasons.length === 0 ? 'automatic' : 'propose', candidate, findings, reasons };
}

function percentOf(probability: number): string {
  return `${Math.round(probability * 100)} %`;
}

/** So many candidates may turn out to be others before the search ends. */
const mostSetAside = 8;

/**
 * The ranking without elements that are the continuation of others: what another old element became is not what this one did. A
 * candidate that is left after that is for a person at most, since the likelier ones were ruled out by inference.
 */
function relocateAmongUnclaimed(
  { remembered, model = relocationModel }: RelocationRequest,
  page: PageTraits,
  inputOf: (candidate: ElementFingerprint) => GuardInput,
): { readonly relocation: Relocation; readonly setAside: readonly GuardFinding[] } {
  const setAside: GuardFinding[] = [];
  const left = new Map(page.elements.entries());
  const { others } = inputOf(remembered.fingerprint);
  let first: Relocation | undefined;
  for (;;) {
    const indexes = [...left.keys()];
    const relocation = relocateElement(
      remembered.fingerprint,
      { ...page, elements: [...left.values()] },
      { others, model },
    );
    const candidates = relocation.candidates.map((one) => ({ ...one, index: indexes[one.index] ?? -1 }));
    const best = candidates[0];
    first ??= relocation;
    // Where everything is something else, the likeliest is shown with what speaks against it.
    if (!best) return { relocation: first, setAside: [] };
    const claim = setAside.length < mostSetAside ? mutualBest.check(inputOf(best.fingerprint)) : undefined;
    if (!claim) return { relocation: { ...relocation, candidates }, setAside };
    setAside.push({ guard: mutualBest.name, verdict: 'propose', reason: claim.reason });
    const thing = page.elements[best.index];
    for (const [index, element] of left) if (thing && isOneThing(element, thing)) left.delete(index);
  }
}

function findingsOf(input: GuardInput): readonly GuardFinding[] {
  return guards.flatMap((guard) => {
    const finding = guard.check(input);
    return finding ? [{ guard: guard.name, ...finding }] : [];
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
