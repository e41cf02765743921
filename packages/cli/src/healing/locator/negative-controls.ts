import type { ControlObservation, ProofCheck, ProofControl, StepObservation } from '@millwright/core';

import type { BrokenTest } from './broken-test.ts';
import { type HealLink, proofStepOf } from './heal-link.ts';
import type { HealScope } from './heal-scope.ts';
import { assertionAfter, placeOf } from './proof-checks.ts';
import { runProof } from './proof-runs.ts';

/** A control with what is to be said of it. */
interface Planned {
  readonly control: ProofControl;
  checkOf(this: void, seen: ControlObservation | undefined): ProofCheck;
}

/**
 * Negative controls in one start of the runner: with the element of each repaired step taken off the page just before it, the step has to
 * fail; and with another expected value, so has the assertion that vouches for the last of them. `steps` are those of a run that passed.
 */
export async function runNegativeControls(
  heal: HealScope,
  lead: BrokenTest,
  links: readonly HealLink[],
  steps: readonly StepObservation[],
): Promise<readonly ProofCheck[]> {
  const { scope } = heal;
  const { root } = scope.context;
  const last = links.at(-1);
  const assertion = last && assertionAfter(root, last, steps);
  const planned = [
    ...links.map((link) => withoutElement(root, link)),
    ...(assertion ? [alteredAssertion(assertion)] : []),
  ];
  const run = await runProof(scope, { tests: [lead.planned], controls: planned.map(({ control }) => control) });
  const checks = planned.map(({ control, checkOf }, repeat) =>
    checkOf(run.controls.find((seen) => seen.repeat === repeat && seen.kind === control.kind && seen.applied)),
  );
  // A step that fails in a `catch` leaves the test green.
  const green = planned.length - run.countOf(lead.planned).failures;
  const judged = green > 0 ? checks.map((check) => (check.held ? { ...check, ...staysGreen } : check)) : checks;
  return assertion ? judged : [...judged, noAssertion];
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
      return seen.ok
        ? {
            name,
            held: false,
            detail: `Without the element the step at ${at} passes all the same, so it asks for nothing.`,
          }
        : { name, held: true, detail: `Without the element the step at ${at} fails.` };
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
      return seen.ok
        ? {
            name,
            held: false,
            detail: `The assertion in line ${line} passes with another expected value, so it says nothing.`,
          }
        : { name, held: true, detail: `With another expected value the assertion in line ${line} fails.` };
    },
  };
}
