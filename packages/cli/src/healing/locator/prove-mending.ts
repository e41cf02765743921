import {
  type ProofCheck,
  type ProofEvidence,
  type RunCount,
  type ShownByContract,
  type StepObservation,
  keepsOwnName,
  proofEvidenceOf,
  shownByContract,
} from '@millwright/core';

import { renderCount } from '../../render/duration.ts';
import type { BrokenTest } from './broken-test.ts';
import type { HealLink } from './heal-link.ts';
import type { HealScope } from './heal-scope.ts';
import type { Mending } from './mend-test.ts';
import { runNegativeControls } from './negative-controls.ts';
import { noOtherTests, runOtherTests } from './run-other-tests.ts';
import { contractCheckOf, uniqueCheckOf } from './proof-checks.ts';

type Passing = Extract<Mending, { kind: 'passes' }>;

/** What the proof of a repair has shown. */
export interface Proof {
  readonly checks: readonly ProofCheck[];
  /** Whether all of them held. */
  readonly held: boolean;
  /** What vouches for each repaired step. */
  readonly evidence: ReadonlyMap<HealLink, ProofEvidence>;
  /** What the contract of each repaired step shows of its element. */
  readonly contracts: ReadonlyMap<HealLink, ShownByContract>;
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
  const contract = contractCheckOf(root, lead.remembered, repeatsOf(run.steps));
  const checks: ProofCheck[] = [
    { name: 'edit', held: true, detail: 'Nothing but locators changes: every assertion, value, limit and wait stays.' },
    passesCheckOf(passing.control, run.countOf(lead.planned)),
    uniqueCheckOf(root, links, run.steps),
    contract,
  ];
  const crops = [...new Set(run.steps.flatMap(({ crop }) => crop ?? []))];
  const holds = (): boolean => checks.every(({ held }) => held);
  const others = holds() ? await runOtherTests(heal, lead, links, alsoBroken) : noOtherTests;
  if (holds()) checks.push(others.check);
  const controls = holds() ? await runNegativeControls(heal, lead, links, run.steps.filter(ofFirst)) : undefined;
  checks.push(...(controls?.checks ?? []));
  const contracts = new Map(
    links.map((link) => {
      const { remembered } = link.proposed.proposal.diagnosis;
      return [link, shownByContract(remembered, controls?.withoutStep.get(link)?.steps)] as const;
    }),
  );
  const evidence = new Map(
    [...contracts].map(([link, shown]) => [
      link,
      evidenceOf(link, shown, controls?.withoutStep.get(link)?.isNoticed === true),
    ]),
  );
  const { further, mended } = others;
  return { checks, held: holds(), evidence, contracts, crops, further, mended };
}

function evidenceOf(
  { proposed: { proposal } }: HealLink,
  contract: ShownByContract,
  isNoticed: boolean,
): ProofEvidence {
  const { page, remembered } = proposal.diagnosis;
  const { candidate } = proposal.verdict;
  const isNamedAsBefore = candidate !== undefined && keepsOwnName(remembered, candidate.fingerprint, page.elements);
  return proofEvidenceOf({ action: page.action, contract, isNoticed, isNamedAsBefore });
}

function ofFirst({ repeat, retry }: { readonly repeat: number; readonly retry: number }): boolean {
  return repeat === 0 && retry === 0;
}

/** The steps of each run, the first run first. */
function repeatsOf(steps: readonly StepObservation[]): readonly (readonly StepObservation[])[] {
  const runs = Map.groupBy(
    steps.filter(({ retry }) => retry === 0),
    ({ repeat }) => repeat,
  );
  return [...runs].toSorted(([a], [b]) => a - b).map(([, of]) => of);
}

function passesCheckOf(control: RunCount, repaired: RunCount): ProofCheck {
  const before = `${control.failures} of ${renderCount(control.runs, 'run')} failed without it`;
  return {
    name: 'passes',
    held: true,
    detail: `The whole test passed ${renderCount(repaired.runs, 'time')} in a row; ${before}.`,
  };
}
