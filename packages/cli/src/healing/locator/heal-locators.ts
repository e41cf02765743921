import { type SourceLocation, calibratedProbabilityOf, doubtsLeft, healRefusalOf } from '@millwright/core';

import { percent } from '../../debug/percent.ts';
import { renderRefusal } from '../render-heal.ts';
import { type BrokenTest } from './broken-test.ts';
import { type HealCase, type ProposedCase, type ProposedStep, groupsOf } from './heal-case.ts';
import type { HealLink } from './heal-link.ts';
import { type HealScope, readCase } from './heal-scope.ts';
import { healStep, readAsItFails } from './heal-step.ts';
import { type HealEnding, type ShownLocatorHeal, candidateOf, proposedHealOf, refusedHealOf } from './locator-heal.ts';
import { type Mending, mendTest } from './mend-test.ts';
import { isOfIdentity, probabilityOfFailed, probabilityOfTried } from './mending-probability.ts';
import { type Proof, proveMending } from './prove-mending.ts';

/** A proved repair is taken from here on; below, a person looks at it. */
const leastProvedProbability = 0.95;

/** What is to be done with the broken tests. */
export interface HealOrder {
  /** Whether to run tests; without it repairs are only proposed. */
  readonly prove: boolean;
  /** Whether proved repairs stay in the files: then their outcome is `accepted`. */
  readonly apply: boolean;
}

/**
 * Repairs what a changed locator broke, one change after the other: tests that break at one expression are one change and are mended by one
 * edit. A repair that is proved stays in the files of the session, so that the next is proved with it; every other is taken back at once.
 */
export async function healLocators(
  heal: HealScope,
  broken: readonly BrokenTest[],
  order: HealOrder,
): Promise<readonly ShownLocatorHeal[]> {
  const heals: ShownLocatorHeal[] = [];
  let waiting = heal.chosen && order.prove ? await readAsTheyFail(heal, broken) : broken;
  const seen = new Set<string>();
  while (waiting.length > 0) {
    const cases: HealCase[] = [];
    for (const one of waiting) cases.push(await readCase(heal, one));
    waiting = [];
    heals.push(...(await healRefused(heal, cases, order)));
    const settled = new Set<string>();
    for (const group of groupsOf(cases.filter((one): one is ProposedCase => one.kind === 'proposed'))) {
      const left = group.filter(({ broken: { test } }) => !settled.has(test.id));
      const [lead] = left;
      if (!lead) continue;
      const done = await healGroup(heal, [lead, ...left.slice(1)], { order, broken });
      heals.push(...done.heals);
      for (const { test } of [...done.mended, ...done.further]) settled.add(test.id);
      waiting = [...waiting, ...done.further.filter((one) => !seen.has(keyOf(one)))];
      for (const one of done.further) seen.add(keyOf(one));
    }
  }
  return heals;
}

/** What a person chose may be of a run after which other lines came and went. */
async function readAsTheyFail(heal: HealScope, broken: readonly BrokenTest[]): Promise<readonly BrokenTest[]> {
  const now: BrokenTest[] = [];
  for (const one of broken) now.push((await readAsItFails(heal, one)) ?? one);
  return now;
}

/** Repairs of steps, and refusals. A test that the repair of another mends as well is told with that one. */
async function healRefused(
  heal: HealScope,
  cases: readonly HealCase[],
  order: HealOrder,
): Promise<readonly ShownLocatorHeal[]> {
  const heals: ShownLocatorHeal[] = [];
  const mended = new Set<string>();
  for (const one of cases) {
    if (one.kind === 'proposed' || mended.has(one.broken.test.id)) continue;
    const healed = one.step
      ? await healStep(heal, one, { ...order, alsoAt: placesOfSameEdit(one.step, cases) })
      : { heal: refusedHealOf(heal.scope.context, one), mended: [] };
    heals.push(healed.heal);
    for (const { test } of healed.mended) mended.add(test.id);
  }
  return heals;
}

/** Where other tests fail for which the same edit is proposed: one `goto` of a hook leads all tests of a file. */
function placesOfSameEdit({ patch }: ProposedStep, cases: readonly HealCase[]): readonly SourceLocation[] {
  const edit = JSON.stringify([patch.file, patch.edits]);
  return cases.flatMap((one) => {
    const other = one.kind === 'refused' ? one.step : undefined;
    return other && JSON.stringify([other.patch.file, other.patch.edits]) === edit ? other.usedAt : [];
  });
}

function keyOf({ test, page, failure }: BrokenTest): string {
  const at = page?.place ?? failure.location;
  return `${test.id} ${at?.file ?? ''}:${at?.line ?? ''}`;
}

interface Done {
  readonly heals: readonly ShownLocatorHeal[];
  /** Broken tests that pass now. */
  readonly mended: readonly BrokenTest[];
  /** Broken tests that break at another step now. */
  readonly further: readonly BrokenTest[];
}

async function healGroup(
  heal: HealScope,
  group: readonly [ProposedCase, ...ProposedCase[]],
  { order, broken }: { readonly order: HealOrder; readonly broken: readonly BrokenTest[] },
): Promise<Done> {
  const [lead] = group;
  const also = group.slice(1).map((one) => one.broken);
  const { context } = heal.scope;
  const before = heal.session.textOf(lead.patch.file);
  const untried = untriedEnding(heal, lead, before, order);
  if (untried) {
    const { probability } = lead.proposal.verdict;
    return unmended([proposedHealOf(context, lead, before, { ...untried, probability, isReady: false, also })]);
  }
  const from = lead.proposal.diagnosis.page.locator;
  context.say(`Proving a repair of ${lead.patch.file}: ${lead.locator} for ${from}.`);
  const mark = heal.session.mark();
  const mending = await mendTest(heal, lead.broken);
  if (mending.kind === 'refused') return unmended([refusedHealOf(context, mending.refused)]);
  if (mending.kind === 'fails') return unmended(failedHealsOf(heal, { mending, lead, before, also }));
  const others = broken.filter(({ test }) => test.id !== lead.broken.test.id);
  const proof = await proveMending(heal, lead.broken, mending, others);
  const verdict = heal.session.isIntact()
    ? verdictOf(heal, mending, proof)
    : { ...verdictOf(heal, mending, proof), ...edited };
  if (!verdict.isReady) await heal.session.backTo(mark);
  const outcome = verdict.isReady && order.apply ? 'accepted' : verdict.outcome;
  const shown = { ...verdict, outcome, also: proof.mended, crops: proof.crops };
  const heals = mending.links.map(({ proposed, text }) => proposedHealOf(context, proposed, text.before, shown));
  return verdict.isReady ? { heals, mended: proof.mended, further: proof.further } : unmended(heals);
}

const edited = {
  outcome: 'unproved',
  isReady: false,
  reason: 'A file was edited during the proof, so it proves nothing.',
} as const;

function unmended(heals: readonly ShownLocatorHeal[]): Done {
  return { heals, mended: [], further: [] };
}

/** Why a repair is not tried; undefined when it is. */
function untriedEnding(
  heal: HealScope,
  lead: ProposedCase,
  before: string,
  { prove }: HealOrder,
): Pick<HealEnding, 'outcome' | 'reason'> | undefined {
  const { context, signal } = heal.scope;
  const most = context.config.maxAutoFixAttempts;
  const refusal = heal.chosen ? undefined : healRefusalOf(candidateOf(context, lead, before), heal.past, most);
  if (refusal) return { outcome: 'refused', reason: renderRefusal(refusal) };
  if (most === 0) return { outcome: 'proposed', reason: 'It is not tried, since `maxAutoFixAttempts` is 0.' };
  if (!prove) return { outcome: 'proposed', reason: 'Not proved yet: `e2e heal` proves it by runs.' };
  return signal.aborted || context.world.nowMs() >= heal.terms.endMs
    ? { outcome: 'proposed', reason: 'The time for proofs was over before its turn.' }
    : undefined;
}

/** What is to be done with a test that passes: taken, shown to a person, or thrown away. */
function verdictOf(
  heal: HealScope,
  { links, run, control }: Extract<Mending, { kind: 'passes' }>,
  { checks, held, evidence, contracts }: Proof,
): HealEnding {
  const { config } = heal.scope.context;
  const [link] = links;
  const count = link ? run.countOf(link.proposed.broken.planned) : { runs: 0, failures: 0 };
  const failed = checks.find((check) => !check.held);
  const judged = links.map((one) => {
    const { verdict, diagnosis } = one.proposed.proposal;
    const seen = contracts.get(one);
    const left = seen ? doubtsLeft(verdict.findings, seen, verdict.probability) : verdict.findings;
    const decided = isChosen(heal, one);
    return {
      probability: probabilityOfTried(verdict.probability, {
        failed,
        evidence: decided || !left.some(isOfIdentity) ? evidence.get(one) : 'nothing',
      }),
      isDecided: decided,
      doubts: decided ? [] : [...left.map(({ reason }) => reason), ...diagnosis.cautions],
    };
  });
  const probability = calibrated(heal, Math.min(...judged.map((one) => one.probability)));
  const shown = { probability, control, verification: { passed: held, ...count }, proof: checks };
  if (failed)
    return { ...shown, outcome: failed.unasked ? 'escalated' : 'rejected', isReady: false, reason: failed.detail };
  const doubts = judged.flatMap((one) => one.doubts);
  const least = Math.max(leastProvedProbability, config.minConfidenceForAutoFix);
  if (probability < least && doubts.length === 0 && !judged.every(({ isDecided }) => isDecided))
    doubts.push(`It is right at ${percent(probability)}, and ${percent(least)} are asked for.`);
  const isReady = doubts.length === 0;
  return {
    ...shown,
    outcome: 'proposed',
    isReady,
    ...(isReady ? {} : { reason: `For a person to decide: ${[...new Set(doubts)].join(' ')}` }),
  };
}

/** In the light of what became of earlier repairs of locators. */
function calibrated({ past, scope }: HealScope, probability: number): number {
  const { config, world } = scope.context;
  return calibratedProbabilityOf({
    probability,
    kind: 'locator',
    pastHeals: config.learningEnabled ? past : [],
    nowMs: world.nowMs(),
  });
}

/** Whether a person decided on this very edit. */
function isChosen({ chosen, scope }: HealScope, { proposed, text }: HealLink): boolean {
  if (chosen === undefined) return false;
  const { file, before, after } = candidateOf(scope.context, proposed, text.before);
  return chosen.file === file && chosen.before === before && chosen.after === after;
}

function failedHealsOf(
  heal: HealScope,
  {
    mending,
    lead,
    before,
    also,
  }: {
    readonly mending: Extract<Mending, { kind: 'fails' }>;
    readonly lead: ProposedCase;
    readonly before: string;
    readonly also: readonly BrokenTest[];
  },
): readonly ShownLocatorHeal[] {
  const { outcome, reason, control, verification, links } = mending;
  const drafts =
    links.length > 0
      ? links.map(({ proposed, text }) => ({ proposed, before: text.before }))
      : [{ proposed: lead, before }];
  return drafts.map(({ proposed, before: text }, index) =>
    proposedHealOf(heal.scope.context, proposed, text, {
      outcome,
      reason,
      probability: probabilityOfFailed(proposed.proposal.verdict.probability, {
        isLast: index === drafts.length - 1,
        outcome,
      }),
      isReady: false,
      also,
      ...(control === undefined ? {} : { control }),
      ...(verification === undefined ? {} : { verification: { passed: false, ...verification } }),
    }),
  );
}
