import type { ControlObservation, ProofCheck, ProofControl, StepObservation } from '@millwright/core';

import type { BrokenTest } from './broken-test.ts';
import { type HealLink, proofStepOf } from './heal-link.ts';
import type { HealScope } from './heal-scope.ts';
import { assertionAfter, placeOf } from './proof-checks.ts';
import { type ProofRun, runProof } from './proof-runs.ts';

/** A control with what is to be said of it. */
interface Planned {
  readonly control: ProofControl;
  /** Undefined when nothing is to be said. */
  checkOf(this: void, seen: ControlObservation | undefined): ProofCheck | undefined;
}

/** What negative controls have shown. */
export interface ControlsSeen {
  readonly checks: readonly ProofCheck[];
  /** Of each step that could be left out: whether the test fails then, and what its run led to. */
  readonly withoutStep: ReadonlyMap<
    HealLink,
    { readonly isNoticed: boolean; readonly steps: readonly StepObservation[] }
  >;
}

/**
 * Negative controls in one start of the runner: with the element of each repaired step taken off the page just before it, the step has to
 * fail; and with another expected value, so has the assertion that vouches for the last of them. Steps that do something are left out as
 * well, to see whether the test notices. `steps` are those of a run that passed.
 */
export async function runNegativeControls(
  heal: HealScope,
  lead: BrokenTest,
  links: readonly HealLink[],
  steps: readonly StepObservation[],
): Promise<ControlsSeen> {
  const { scope } = heal;
  const { root } = scope.context;
  const last = links.at(-1);
  const assertion = last && assertionAfter(root, last, steps);
  const acting = links.filter(({ proposed }) => proposed.proposal.diagnosis.page.action !== 'expect');
  const planned = [
    ...links.map((link) => withoutElement(root, link)),
    ...(assertion ? [alteredAssertion(assertion)] : []),
    ...acting.map((link) => withoutStep(root, link)),
  ];
  const run = await runControls(heal, lead, planned);
  const seenIn = await withSecondLook(heal, lead, { planned, seenIn: planned.map(seenOf(run)) });
  const checks = planned.flatMap(({ checkOf }, repeat) => checkOf(seenIn[repeat]) ?? []);
  const first = planned.length - acting.length;
  const withoutSteps = acting.flatMap((link, index) => {
    const repeat = first + index;
    const seen = seenIn[repeat];
    const left = { isNoticed: seen?.testPassed === false, steps: run.steps.filter((step) => step.repeat === repeat) };
    return seen ? [[link, left] as const] : [];
  });
  return { checks: assertion ? checks : [...checks, noAssertion], withoutStep: new Map(withoutSteps) };
}

function runControls({ scope }: HealScope, lead: BrokenTest, planned: readonly Planned[]): Promise<ProofRun> {
  return runProof(scope, { tests: [lead.planned], controls: planned.map(({ control }) => control) });
}

function seenOf({ controls }: ProofRun): (planned: Planned, repeat: number) => ControlObservation | undefined {
  return ({ control }, repeat) =>
    controls.find((one) => one.repeat === repeat && one.kind === control.kind && one.applied);
}

/**
 * A step that passes without its element is looked at once more: a page that is drawn anew may have shown it for a moment, and a step that asks
 * for nothing passes again.
 */
async function withSecondLook(
  heal: HealScope,
  lead: BrokenTest,
  {
    planned,
    seenIn,
  }: { readonly planned: readonly Planned[]; readonly seenIn: readonly (ControlObservation | undefined)[] },
): Promise<readonly (ControlObservation | undefined)[]> {
  const doubtful = planned.filter(({ control }, at) => control.kind === 'without-element' && seenIn[at]?.ok === true);
  if (doubtful.length === 0) return seenIn;
  const again = doubtful.map(seenOf(await runControls(heal, lead, doubtful)));
  return seenIn.map((seen, at) => {
    const place = planned[at] ? doubtful.indexOf(planned[at]) : -1;
    return again[place]?.ok === false ? again[place] : seen;
  });
}

const staysGreen = {
  held: false,
  detail: 'The step fails under a negative control, and the test passes all the same.',
};

const noAssertion: ProofCheck = {
  name: 'altered-assertion',
  held: false,
  unasked: true,
  detail: 'No assertion on a locator follows the repaired step, so nothing vouches for what it did.',
};

function withoutElement(root: string, link: HealLink): Planned {
  const name = 'without-element';
  const at = placeOf(link);
  return {
    control: { kind: name, step: proofStepOf(root, link) },
    checkOf(seen) {
      if (!seen)
        return {
          name,
          held: false,
          unasked: true,
          detail: `The element could not be taken off the page before ${at}, so the step was not seen to fail.`,
        };
      if (seen.ok)
        return {
          name,
          held: false,
          detail: `Without the element the step at ${at} passes all the same, so it asks for nothing.`,
        };
      return seen.testPassed
        ? { name, ...staysGreen }
        : { name, held: true, detail: `Without the element the step at ${at} fails.` };
    },
  };
}

/** Nothing fails by it: a test need not notice every step. It only tells how much a test that passes says of the element. */
function withoutStep(root: string, link: HealLink): Planned {
  const name = 'without-step';
  const at = placeOf(link);
  return {
    control: { kind: name, step: proofStepOf(root, link), action: link.proposed.proposal.diagnosis.page.action },
    checkOf(seen) {
      if (!seen) return undefined;
      return {
        name,
        held: true,
        detail: seen.testPassed
          ? `With the step at ${at} left out the test passes as well: that it passes says nothing about the element.`
          : `With the step at ${at} left out the test fails.`,
      };
    },
  };
}

function alteredAssertion({ place: { file, line, column } }: StepObservation): Planned {
  const name = 'altered-assertion';
  return {
    control: { kind: name, step: { file, line, column } },
    checkOf(seen) {
      if (!seen)
        return {
          name,
          held: false,
          unasked: true,
          detail: `The assertion in line ${line} could not be altered, so it was not seen to fail.`,
        };
      if (seen.ok)
        return {
          name,
          held: false,
          detail: `The assertion in line ${line} passes with another expected value, so it says nothing.`,
        };
      return seen.testPassed
        ? { name, ...staysGreen }
        : { name, held: true, detail: `With another expected value the assertion in line ${line} fails.` };
    },
  };
}
