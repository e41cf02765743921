import type { RememberedElement, StepContract } from '../model/remembered-element.ts';
import type { GuardFinding } from '../relocation/guards/guard.ts';
import { automaticThreshold } from '../relocation/relocate-element.ts';

/**
 * A doubt that the same request or the same next page answers: an element of the same name by whose press the application is asked for the
 * same does the old one's work, whether it is a button or a link.
 */
const answeredByDeed: ReadonlySet<string> = new Set(['kind-changed']);

/**
 * Doubts that only what was sent answers, value by value: that nothing by which the element was known is left. "Save draft" asks the same
 * address as "Save post" did, with another value in it.
 */
const answeredByValues: ReadonlySet<string> = new Set(['no-shared-identity']);

/**
 * What is left of the doubts about an element once its proof held, its contract among it, which compares every request of the test with what
 * it carried. `probability`: that it is the element, before the proof, 0–1.
 */
export function doubtsLeft(
  findings: readonly GuardFinding[],
  remembered: RememberedElement,
  probability: number,
): readonly GuardFinding[] {
  const { contract, action } = remembered;
  if (!contract || action === 'expect') return findings;
  const byDeed = doesWork(contract, remembered.url);
  const byValues = probability >= automaticThreshold && tellsByValues(contract);
  return findings.filter(
    ({ guard }) => !(byDeed && answeredByDeed.has(guard)) && !(byValues && answeredByValues.has(guard)),
  );
}

/** Whether the step by itself made the application change something, or led to another page. */
function doesWork({ urlAfter, requests }: StepContract, url: string): boolean {
  return urlAfter !== url || requests.some(changes);
}

function changes(request: string): boolean {
  return !/^(?:GET|HEAD|OPTIONS) /.test(request);
}

/**
 * Whether what the step did is seen in values: a request that changes something, all of whose values are known or at least one of which is the
 * same in every run; or a field whose value a request carried later.
 */
function tellsByValues({ requests, sent, given }: StepContract): boolean {
  if (given !== undefined) return true;
  if (!sent) return false;
  const writes = sent.filter(changes);
  return writes.some(isTold) || (writes.length === 0 && requests.some(changes));
}

function isTold(line: string): boolean {
  return !/=[*~]$/.test(line);
}
