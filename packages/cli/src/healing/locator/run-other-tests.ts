import type { PlannedTest, ProofCheck } from '@millwright/core';

import { renderCount } from '../../render/duration.ts';
import type { BrokenTest } from './broken-test.ts';
import type { HealLink } from './heal-link.ts';
import { type HealScope, readAgain } from './heal-scope.ts';
import { testsUsing } from './other-tests.ts';
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

/** Runs every other test that uses what the links edit. Those that passed before have to pass; those that were broken may break later. */
export async function runOtherTests(
  heal: HealScope,
  lead: BrokenTest,
  links: readonly HealLink[],
  alsoBroken: readonly BrokenTest[],
): Promise<OtherTests> {
  const { scope } = heal;
  const tests = testsUsing(links, lead.test, { ...heal, planned: scope.strategy.testCases });
  if (tests.length === 0) return noOtherTests;
  const options = { ...scope.options, workers: scope.context.config.parallelWorkers };
  const run = await runProof({ ...scope, options }, { tests });
  const bad: PlannedTest[] = [];
  const further: BrokenTest[] = [];
  const mended: BrokenTest[] = [];
  for (const test of tests) {
    const before = alsoBroken.find((broken) => broken.test.id === test.testId);
    const end = await endOf(heal, { test, before, run, links });
    if (end === 'good' && before) mended.push(before);
    if (end === 'bad') bad.push(test);
    if (typeof end === 'object') further.push(end);
  }
  const good = tests.length - bad.length - further.length;
  return { check: checkOf({ bad, good, further: further.length }), further, mended };
}

interface OtherRun {
  readonly test: PlannedTest;
  readonly before: BrokenTest | undefined;
  readonly run: ProofRun;
  readonly links: readonly HealLink[];
}

/** How a test ended; the broken test itself when it came further than before. */
async function endOf(heal: HealScope, { test, before, run, links }: OtherRun): Promise<'good' | 'bad' | BrokenTest> {
  const count = run.countOf(test);
  const isGood = count.runs > 0 ? count.failures === 0 : isSkipped(run, test);
  if (isGood) return 'good';
  const after = before && (await readAgain(heal, before, run.runs));
  return after && isElsewhere(after, links) ? after : 'bad';
}

function checkOf({
  bad,
  good,
  further,
}: {
  readonly bad: readonly PlannedTest[];
  readonly good: number;
  readonly further: number;
}): ProofCheck {
  const name = 'other-tests';
  if (bad.length > 0) {
    const titles = bad.slice(0, 3).map(({ titlePath }) => `"${titlePath.at(-1) ?? ''}"`);
    const verbs = bad.length === 1 ? 'uses it does' : 'use it do';
    return {
      name,
      held: false,
      detail: `${renderCount(bad.length, 'other test')} that ${verbs} not pass with it: ${titles.join(', ')}.`,
    };
  }
  const passing =
    good === 0 ? [] : [`${renderCount(good, 'other test')} that ${good === 1 ? 'uses it passes' : 'use it pass'}`];
  const later =
    further === 0
      ? []
      : [
          `${renderCount(further, 'broken test')} ${further === 1 ? 'comes' : 'come'} further and ${further === 1 ? 'breaks' : 'break'} at another step`,
        ];
  return { name, held: true, detail: `With it ${[...passing, ...later].join('; ')}.` };
}

function isSkipped({ runs }: ProofRun, { testId }: PlannedTest): boolean {
  return runs.some(({ attempts }) =>
    attempts.some((attempt) => attempt.testId === testId && attempt.status === 'skipped'),
  );
}

function isElsewhere({ page, failure }: BrokenTest, links: readonly HealLink[]): boolean {
  const at = page?.place ?? failure.location;
  return at !== undefined && !links.some(({ place }) => place.file === at.file && place.line === at.line);
}
