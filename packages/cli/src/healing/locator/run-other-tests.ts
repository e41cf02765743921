import type { PlannedTest, ProofCheck, SourceLocation } from '@millwright/core';

import { readWorkerClaims } from '../../workers/read-worker-claims.ts';
import { runnerWorkersIn, workersByRunnerOf } from '../../workers/workers-by-runner.ts';
import { type BrokenTest, readBrokenTests } from './broken-test.ts';
import type { HealLink } from './heal-link.ts';
import { type HealScope, readAgain, readCase } from './heal-scope.ts';
import { otherTestsCheckOf } from './other-tests-check.ts';
import { placesUsing, testsBehind, testsUsing } from './other-tests.ts';
import { type ProofRun, runProof } from './proof-runs.ts';

/** What the other tests say of a repair. */
export interface OtherTests {
  readonly check: ProofCheck;
  /** Tests that were broken before and break at another step now. */
  readonly further: readonly BrokenTest[];
  /** Tests that were broken before and pass now. */
  readonly mended: readonly BrokenTest[];
}

/** When there are none, or they were not asked. */
export const noOtherTests: OtherTests = {
  check: { name: 'other-tests', held: true, detail: 'No other test uses what was edited.' },
  further: [],
  mended: [],
};

/**
 * Runs every other test that uses what the links edit, and those behind the mended one in its serial group. Those that passed before have
 * to pass; those that were broken at it may break later, also when nobody knew yet that they are broken, since the runs did not come
 * to them. A test behind the mended one may break at a step of which a locator can be repaired as well.
 */
export function runOtherTests(
  heal: HealScope,
  lead: BrokenTest,
  links: readonly HealLink[],
  alsoBroken: readonly BrokenTest[],
): Promise<OtherTests> {
  const edited = {
    places: placesUsing(links),
    steps: links.map(({ place }) => place),
    edits: links.map(({ proposed, text }) => ({ file: proposed.patch.file, ...text })),
  };
  return runTestsUsing(heal, lead, edited, alsoBroken);
}

/** What was edited. */
interface EditedPlaces {
  /** Where it stands and is used. */
  readonly places: readonly SourceLocation[];
  /** Where the mended steps are now. */
  readonly steps: readonly SourceLocation[];
  /** Whole texts without and with each edit, in the order in which they were made. */
  readonly edits: readonly { readonly file: string; readonly before: string; readonly after: string }[];
}

/** The same for what stands at these places. */
export async function runTestsUsing(
  heal: HealScope,
  lead: BrokenTest,
  edited: EditedPlaces,
  alsoBroken: readonly BrokenTest[],
): Promise<OtherTests> {
  const { places, steps } = edited;
  const planned = heal.scope.strategy.testCases;
  const users = testsUsing(places, lead.test, { ...heal, planned });
  const followers = new Set(testsBehind(lead.test, planned));
  const tests = [...new Set([...users, ...followers])];
  if (tests.length === 0) return noOtherTests;
  const run = await runOthers(heal, tests);
  const isKnown = ({ testId }: PlannedTest): boolean => alsoBroken.some(({ test }) => test.id === testId);
  const unknown = tests.filter((test) => !isGood(run, test) && !isKnown(test));
  const without = await readBrokenWithout(heal, edited, unknown);
  const broken = [...alsoBroken, ...without.broken];
  const bad: PlannedTest[] = [];
  const notRun: PlannedTest[] = [];
  const behind: PlannedTest[] = [];
  const further: BrokenTest[] = [];
  const mended: BrokenTest[] = [];
  for (const test of tests) {
    const before = broken.find((one) => one.test.id === test.testId);
    const isBehind = followers.has(test) && without.notRun.has(test.testId);
    const end = await endOf(heal, { lead, test, before, isBehind, run, steps });
    if (end === 'good' && before) mended.push(before);
    if (end === 'bad') bad.push(test);
    if (end === 'behind') behind.push(test);
    if (end === 'not run' && !without.notRun.has(test.testId)) notRun.push(test);
    if (typeof end === 'object') further.push(end);
  }
  const good = tests.filter((test) => isGood(run, test)).length;
  const stuck = further.filter((one) => alsoBroken.some((before) => isSameBreak(before, one))).length;
  return {
    check: otherTestsCheckOf({ bad, notRun, behind, good, stuck, further: further.length - stuck }),
    further,
    mended,
  };
}

/** Side by side, as in an ordinary run. */
async function runOthers({ scope }: HealScope, tests: readonly PlannedTest[]): Promise<ProofRun> {
  const { runnerConfigs, passThrough } = scope.options;
  const claims = await readWorkerClaims(scope.context, { runnerConfigs, passThrough });
  const options = { ...scope.options, workers: workersByRunnerOf(runnerWorkersIn(claims, tests)) };
  return runProof({ ...scope, options }, { tests });
}

function isGood(run: ProofRun, test: PlannedTest): boolean {
  const { runs, failures } = run.countOf(test);
  return runs > 0 ? failures === 0 : isSkipped(run, test);
}

/** What tests do without the repair. */
interface WithoutRepair {
  /** Those that break at an edited place. */
  readonly broken: readonly BrokenTest[];
  /** Ids of those that cannot be run either, since what has to run before them fails. */
  readonly notRun: ReadonlySet<string>;
}

/** Runs tests without the repair. The files are with it again when it returns. */
async function readBrokenWithout(
  heal: HealScope,
  { places, edits }: EditedPlaces,
  tests: readonly PlannedTest[],
): Promise<WithoutRepair> {
  const none: WithoutRepair = { broken: [], notRun: new Set() };
  if (tests.length === 0) return none;
  const { scope, session, rememberedByTest } = heal;
  const mark = session.mark();
  try {
    for (const { file, before, after } of edits.toReversed())
      if (!(await session.put(file, { from: after, to: before }))) return none;
    const run = await runOthers(heal, tests);
    const { context, strategy } = scope;
    const sources = { dir: context.dir, planned: strategy.testCases, rememberedByTest };
    const broken = await readBrokenTests(run.runs, sources);
    const notRun = tests.filter((test) => run.countOf(test).runs === 0 && !isSkipped(run, test));
    return {
      broken: broken.filter((one) => isAt(one, places)),
      notRun: new Set(notRun.map(({ testId }) => testId)),
    };
  } finally {
    await session.backTo(mark);
  }
}

interface OtherRun {
  readonly lead: BrokenTest;
  readonly test: PlannedTest;
  readonly before: BrokenTest | undefined;
  /** Whether it comes after the mended one in its serial group, and so cannot run without the repair. */
  readonly isBehind: boolean;
  readonly run: ProofRun;
  readonly steps: readonly SourceLocation[];
}

/** How a test ended; the broken test itself when it breaks at a step that was not edited. */
async function endOf(
  heal: HealScope,
  { lead, test, before, isBehind, run, steps }: OtherRun,
): Promise<'good' | 'bad' | 'behind' | 'not run' | BrokenTest> {
  if (isGood(run, test)) return 'good';
  if (run.countOf(test).runs === 0) return 'not run';
  if (!before && !isBehind) return 'bad';
  const after = await readAgain(heal, before ?? { ...lead, test: { id: test.testId } }, run.runs);
  if (!after || !isElsewhere(after, steps)) return 'bad';
  // Where no locator of its own is lost, it may fail because the one before it met another element.
  return before || (await readCase(heal, after)).kind === 'proposed' ? after : 'behind';
}

function isSkipped({ runs }: ProofRun, { testId }: PlannedTest): boolean {
  return runs.some(({ attempts }) =>
    attempts.some((attempt) => attempt.testId === testId && attempt.status === 'skipped'),
  );
}

function isElsewhere({ page, failure }: BrokenTest, steps: readonly SourceLocation[]): boolean {
  const at = page?.place ?? failure.location;
  return at !== undefined && !steps.some((place) => place.file === at.file && place.line === at.line);
}

function isAt({ page, failure }: BrokenTest, places: readonly SourceLocation[]): boolean {
  const at = page?.place ?? failure.location;
  return at !== undefined && places.some((place) => place.file === at.file && place.line === at.line);
}

function isSameBreak(before: BrokenTest, after: BrokenTest): boolean {
  const [was, is] = [before, after].map(({ page, failure }) => page?.place ?? failure.location);
  return before.test.id === after.test.id && was?.file === is?.file && was?.line === is?.line;
}
