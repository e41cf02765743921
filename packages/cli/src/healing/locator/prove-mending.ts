import { type PlannedTest, type ProofCheck, type RunCount, isExpected } from '@millwright/core';

import { renderCount } from '../../render/duration.ts';
import type { BrokenTest } from './broken-test.ts';
import type { HealLink } from './heal-link.ts';
import { type HealScope, readAgain } from './heal-scope.ts';
import type { Mending } from './mend-test.ts';
import { runNegativeControls } from './negative-controls.ts';
import { testsUsing } from './other-tests.ts';
import { contractCheckOf, uniqueCheckOf } from './proof-checks.ts';
import { runProof } from './proof-runs.ts';

type Passing = Extract<Mending, { kind: 'passes' }>;

/** What the proof of a repair has shown. */
export interface Proof {
  readonly checks: readonly ProofCheck[];
  /** Whether all of them held. */
  readonly held: boolean;
  readonly contractTells: boolean;
  /** Pictures of the repaired steps. */
  readonly crops: readonly string[];
  /** Tests that were broken before, came further with this repair, and break at another step. */
  readonly further: readonly BrokenTest[];
  /** Broken tests that this repair mends as well. */
  readonly mended: readonly BrokenTest[];
}

/** Asks all that a repair has to answer once its test passes, the cheap questions first, and stops at the first that it fails. */
export async function proveMending(
  heal: HealScope,
  lead: BrokenTest,
  passing: Passing,
  alsoBroken: readonly BrokenTest[],
): Promise<Proof> {
  const { root } = heal.scope.context;
  const { links, run } = passing;
  const { check: contract, tells } = contractCheckOf(root, lead.remembered, run.steps.filter(ofFirst));
  const checks: ProofCheck[] = [
    { name: 'edit', held: true, detail: 'Nothing but locators changes: every assertion, value, limit and wait stays.' },
    passesCheckOf(passing.control, run.countOf(lead.planned)),
    uniqueCheckOf(root, links, run.steps),
    contract,
  ];
  const proof = { contractTells: tells, crops: [...new Set(run.steps.flatMap(({ crop }) => crop ?? []))] };
  const holds = (): boolean => checks.every(({ held }) => held);
  const others = holds() ? await runOtherTests(heal, lead, links, alsoBroken) : noOthers;
  if (holds()) checks.push(others.check);
  if (holds()) checks.push(...(await runNegativeControls(heal, lead, links, run.steps.filter(ofFirst))));
  const { further, mended } = others;
  return { ...proof, checks, held: holds(), further, mended };
}

function ofFirst({ repeat, retry }: { readonly repeat: number; readonly retry: number }): boolean {
  return repeat === 0 && retry === 0;
}

function passesCheckOf(control: RunCount, repaired: RunCount): ProofCheck {
  const before = `${control.failures} of ${renderCount(control.runs, 'run')} failed without it`;
  return {
    name: 'passes',
    held: true,
    detail: `The whole test passed ${renderCount(repaired.runs, 'time')} in a row; ${before}.`,
  };
}

interface Others {
  readonly check: ProofCheck;
  readonly further: readonly BrokenTest[];
  readonly mended: readonly BrokenTest[];
}

const noOthers: Others = {
  check: { name: 'other-tests', held: true, detail: 'No other test uses what was edited.' },
  further: [],
  mended: [],
};

async function runOtherTests(
  heal: HealScope,
  lead: BrokenTest,
  links: readonly HealLink[],
  alsoBroken: readonly BrokenTest[],
): Promise<Others> {
  const { scope } = heal;
  const tests = testsUsing(links, lead.test, { ...heal, planned: scope.strategy.testCases });
  if (tests.length === 0) return noOthers;
  const options = { ...scope.options, workers: scope.context.config.parallelWorkers };
  const run = await runProof({ ...scope, options }, { tests });
  const bad: PlannedTest[] = [];
  const further: BrokenTest[] = [];
  const mended: BrokenTest[] = [];
  for (const test of tests) {
    const before = alsoBroken.find((broken) => broken.test.id === test.testId);
    const count = run.countOf(test);
    if (count.runs === 0 && isSkipped(run.runs, test)) continue;
    if (count.runs > 0 && count.failures === 0) {
      if (before) mended.push(before);
      continue;
    }
    const after = before && (await readAgain(heal, before, run.runs));
    if (after && isElsewhere(after, links)) further.push(after);
    else bad.push(test);
  }
  const names = bad.slice(0, 3).map(({ titlePath }) => `"${titlePath.at(-1) ?? ''}"`);
  const good = tests.length - bad.length - further.length;
  const detail =
    bad.length > 0
      ? `${renderCount(bad.length, 'other test')} that ${bad.length === 1 ? 'uses' : 'use'} it ${bad.length === 1 ? 'does' : 'do'} not pass with it: ${names.join(', ')}.`
      : `${renderCount(good, 'other test')} that ${good === 1 ? 'uses' : 'use'} it ${good === 1 ? 'passes' : 'pass'} with it${further.length === 0 ? '' : `; ${renderCount(further.length, 'more')} come further and break elsewhere`}.`;
  return { check: { name: 'other-tests', held: bad.length === 0, detail }, further, mended };
}

function isSkipped(runs: Awaited<ReturnType<typeof runProof>>['runs'], { testId }: PlannedTest): boolean {
  return runs.some((run) => {
    const entry = run.tests.find(({ id }) => id === testId);
    return (
      entry !== undefined &&
      run.attempts.some(
        (attempt) => attempt.testId === testId && attempt.status === 'skipped' && isExpected(entry, attempt),
      )
    );
  });
}

function isElsewhere({ page, failure }: BrokenTest, links: readonly HealLink[]): boolean {
  const at = page?.place ?? failure.location;
  return at !== undefined && !links.some(({ place }) => place.file === at.file && place.line === at.line);
}
