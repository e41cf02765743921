import type { PlannedTest, ProofCheck } from '@millwright/core';

import { renderCount } from '../../render/duration.ts';
import { type BrokenTest, readBrokenTests } from './broken-test.ts';
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

/**
 * Runs every other test that uses what the links edit. Those that passed before have to pass; those that were broken at it may break later,
 * also when nobody knew yet that they are broken since the runs did not come to them.
 */
export async function runOtherTests(
  heal: HealScope,
  lead: BrokenTest,
  links: readonly HealLink[],
  alsoBroken: readonly BrokenTest[],
): Promise<OtherTests> {
  const { scope } = heal;
  const tests = testsUsing(links, lead.test, { ...heal, planned: scope.strategy.testCases });
  if (tests.length === 0) return noOtherTests;
  const run = await runOthers(heal, tests);
  const failed = tests.filter((test) => !isGood(run, test));
  const isKnown = ({ testId }: PlannedTest): boolean => alsoBroken.some(({ test }) => test.id === testId);
  const unknown = failed.filter((test) => !isKnown(test));
  const before = [...alsoBroken, ...(unknown.length === 0 ? [] : await readBrokenWithout(heal, links, unknown))];
  const bad: PlannedTest[] = [];
  const further: BrokenTest[] = [];
  for (const test of failed) {
    const was = before.find((broken) => broken.test.id === test.testId);
    const after = was && (await readAgain(heal, was, run.runs));
    if (after && isElsewhere(after, links)) further.push(after);
    else bad.push(test);
  }
  const good = tests.length - failed.length;
  const mended = alsoBroken.filter((broken) =>
    tests.some((test) => test.testId === broken.test.id && !failed.includes(test)),
  );
  return { check: checkOf({ bad, good, further: further.length }), further, mended };
}

function runOthers({ scope }: HealScope, tests: readonly PlannedTest[]): Promise<ProofRun> {
  const options = { ...scope.options, workers: scope.context.config.parallelWorkers };
  return runProof({ ...scope, options }, { tests });
}

function isGood(run: ProofRun, test: PlannedTest): boolean {
  const { runs, failures } = run.countOf(test);
  return runs > 0 ? failures === 0 : isSkipped(run, test);
}

/** Those of the tests that break at an edited step without the repair. The files are with the repair again when it returns. */
async function readBrokenWithout(
  heal: HealScope,
  links: readonly HealLink[],
  tests: readonly PlannedTest[],
): Promise<readonly BrokenTest[]> {
  const { scope, session, rememberedByTest } = heal;
  const mark = session.mark();
  try {
    for (const { proposed, text } of links.toReversed())
      if (!(await session.put(proposed.patch.file, { from: text.after, to: text.before }))) return [];
    const { runs } = await runOthers(heal, tests);
    const { context, strategy } = scope;
    const broken = await readBrokenTests(runs, { dir: context.dir, planned: strategy.testCases, rememberedByTest });
    return broken.filter(({ page, failure }) => {
      const at = page?.place ?? failure.location;
      return links.some(({ proposed }) => {
        const { place } = proposed.proposal.diagnosis.page;
        return at !== undefined && [place, ...proposed.alsoUsedAt].some((one) => isSameLine(one, at));
      });
    });
  } finally {
    await session.backTo(mark);
  }
}

function isSameLine(
  a: { readonly file: string; readonly line: number },
  b: { readonly file: string; readonly line: number },
): boolean {
  return a.file === b.file && a.line === b.line;
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
  return at !== undefined && !links.some(({ place }) => isSameLine(place, at));
}
