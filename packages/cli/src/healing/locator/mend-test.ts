import { cleanRunsToProve, type RunCount } from '@millwright/core';

import { renderCount } from '../../render/duration.ts';
import type { BrokenTest } from './broken-test.ts';
import type { HealCase, ProposedCase } from './heal-case.ts';
import { type HealLink, linkOf, proofStepOf } from './heal-link.ts';
import { placeOf } from './proof-checks.ts';
import { type HealScope, readAgain, readCase } from './heal-scope.ts';
import { type ProofRun, runProof } from './proof-runs.ts';

/** A test breaks in so many places at most before it is for a person. */
const mostLinks = 5;

/** How far a test came. */
export type Mending =
  /** It passes with these edits, which are in the files. */
  | { readonly kind: 'passes'; readonly links: readonly HealLink[]; readonly run: ProofRun; readonly control: RunCount }
  /** It does not, and why. `links` are the edits that brought it further, and are in the files no more. */
  | {
      readonly kind: 'fails';
      readonly outcome: 'rejected' | 'unproved' | 'escalated';
      readonly links: readonly HealLink[];
      readonly reason: string;
      readonly control?: RunCount;
      readonly verification?: RunCount;
    }
  /** Looked at again, nothing is to be repaired. */
  | { readonly kind: 'refused'; readonly refused: Extract<HealCase, { kind: 'refused' }> };

/**
 * Runs a broken test once more as it is, then with its repair, and where it then breaks at a later step, with that one's as well, until it
 * passes as often as the proof asks. Leaves the files as they were unless it passes.
 */
export async function mendTest(heal: HealScope, lead: BrokenTest): Promise<Mending> {
  const screening = await runProof(heal.scope, { tests: [lead.planned] });
  const seen = screening.countOf(lead.planned);
  if (seen.runs === 0) return failing([], 'unproved', 'The test could not be run by itself.');
  if (seen.failures === 0)
    return failing(
      [],
      'unproved',
      'It passes now without any repair, so a repaired one that passes would prove nothing.',
    );
  const control = { runs: lead.tries.runs + seen.runs, failures: lead.tries.failures + seen.failures };
  const again = (await readAgain(heal, lead, screening.runs)) ?? lead;
  const mark = heal.session.mark();
  const mending = await mendStepByStep(heal, again, control);
  if (mending.kind !== 'passes' && !(await heal.session.backTo(mark)))
    heal.scope.context.say('A file was edited during the proof, and is left as it is.');
  return mending;
}

/** How far a test has come. */
interface Progress {
  readonly links: readonly HealLink[];
  /** As it breaks now. */
  readonly broken: BrokenTest;
  /** Locators of this step's element that the browser did not take for its own. */
  readonly excluded: ReadonlySet<string>;
}

async function mendStepByStep(heal: HealScope, lead: BrokenTest, control: RunCount): Promise<Mending> {
  let progress: Progress = { links: [], broken: lead, excluded: new Set() };
  for (;;) {
    const next = await mendNextStep(heal, lead, { progress, control });
    if ('kind' in next) return next;
    progress = next;
  }
}

async function mendNextStep(
  heal: HealScope,
  lead: BrokenTest,
  { progress, control }: { readonly progress: Progress; readonly control: RunCount },
): Promise<Mending | Progress> {
  const next = await readCase(heal, progress.broken, progress.excluded);
  if (next.kind === 'refused')
    return progress.links.length === 0 ? { kind: 'refused', refused: next } : stoppedAt(progress.links, next, control);
  const mark = heal.session.mark();
  const link = await applyCase(heal, next);
  if ('obstacle' in link) return { ...failing([...progress.links, link.link], 'unproved', link.obstacle), control };
  const links = [...progress.links, link];
  const asked = cleanRunsToProve(control, heal.terms.confidence);
  const run = await runRepaired(heal, lead, links, asked);
  const verification = run.countOf(lead.planned);
  if (isPassed(heal, verification, asked)) return { kind: 'passes', links, run, control };
  const after = verification.failures === 0 ? undefined : await readAgain(heal, lead, run.runs);
  if (after && progress.excluded.size < mostOthers && missesAt(link, after)) {
    // What the captured page took for one element, the browser does not.
    await heal.session.backTo(mark);
    return { ...progress, excluded: new Set([...progress.excluded, next.locator]) };
  }
  const further = furtherBreak(heal, after, { links, verification, control });
  return 'kind' in further ? further : { links, broken: further, excluded: new Set() };
}

function isPassed({ scope }: HealScope, { runs, failures }: RunCount, asked: number): boolean {
  return failures === 0 && runs >= asked && !scope.signal.aborted;
}

/** So many other locators of one element are tried when the browser does not find it by the first. */
const mostOthers = 2;

/** Whether the repaired step itself found nothing, or several elements. */
function missesAt({ place }: HealLink, { page }: BrokenTest): boolean {
  return page?.place.file === place.file && page.place.line === place.line && page.matches !== 1;
}

/** The later step at which a repaired test breaks, or that it ends here. */
function furtherBreak(
  heal: HealScope,
  after: BrokenTest | undefined,
  {
    links,
    verification,
    control,
  }: { readonly links: readonly HealLink[]; readonly verification: RunCount; readonly control: RunCount },
): BrokenTest | Extract<Mending, { kind: 'fails' }> {
  if (heal.scope.signal.aborted) return failing(links, 'unproved', 'It was interrupted.');
  if (verification.failures === 0) {
    const reason = 'The runner recorded fewer runs of the repaired test than the proof asks for.';
    return { ...failing(links, 'unproved', reason), control, verification };
  }
  const end = after ? endingAt(links, after) : 'The repaired test failed.';
  if (!after || end !== undefined)
    return { ...failing(links, 'rejected', end ?? 'The repaired test failed.'), control, verification };
  const isEnough = links.length >= mostLinks || heal.scope.context.world.nowMs() >= heal.terms.endMs;
  return isEnough
    ? { ...failing(links, 'escalated', `It breaks in more than ${renderCount(links.length, 'place')}.`), control }
    : after;
}

async function applyCase(
  heal: HealScope,
  next: ProposedCase,
): Promise<HealLink | { readonly obstacle: string; readonly link: HealLink }> {
  const { file } = next.patch;
  const link = linkOf(next, heal.session.textOf(file));
  const obstacle = await heal.session.obstacleOf(file);
  if (obstacle !== undefined) return { obstacle: `${file} ${obstacle}, so the repair was not tried.`, link };
  const isPut = await heal.session.put(file, { from: link.text.before, to: link.text.after });
  return isPut ? link : { obstacle: `${file} was edited meanwhile, so the repair was not tried.`, link };
}

function runRepaired(
  heal: HealScope,
  lead: BrokenTest,
  links: readonly HealLink[],
  repeats: number,
): Promise<ProofRun> {
  const { scope, terms } = heal;
  const { root } = scope.context;
  // The first failure decides, and waiting for the others would tell no more.
  const options = { ...scope.options, passThrough: [...scope.options.passThrough, '--max-failures=1'] };
  return runProof(
    { ...scope, options },
    {
      tests: [lead.planned],
      repeats,
      watched: links.map((link) => proofStepOf(root, link)),
      ...(terms.crops === undefined ? {} : { crops: terms.crops }),
    },
  );
}

/** Why a repaired test is no better for its repair; undefined when it came further and breaks at another step. */
function endingAt(links: readonly HealLink[], { page, failure }: BrokenTest): string | undefined {
  const message = failure.message.split('\n')[0] ?? '';
  const at = page && links.find(({ place }) => place.file === page.place.file && place.line === page.place.line);
  return at && `The repaired step at ${placeOf(at)} fails: ${message}`;
}

/** The first repairs may be right, and what comes after them is not a matter of a locator. */
function stoppedAt(
  links: readonly HealLink[],
  { broken, reason }: Extract<HealCase, { kind: 'refused' }>,
  control: RunCount,
): Mending {
  const at = broken.page?.place ?? broken.failure.location;
  const where = at ? ` at ${at.file}:${at.line}` : '';
  const found = links.map(({ proposed }) => proposed.locator).join(', ');
  return { ...failing(links, 'escalated', `With ${found} the test goes on and fails${where}: ${reason}`), control };
}

function failing(
  links: readonly HealLink[],
  outcome: 'rejected' | 'unproved' | 'escalated',
  reason: string,
): Extract<Mending, { kind: 'fails' }> {
  return { kind: 'fails', outcome, links, reason };
}
