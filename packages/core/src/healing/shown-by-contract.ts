import type { RememberedElement, StepContract } from '../model/remembered-element.ts';
import { isRead } from './is-read.ts';

/** A step of a run with what it led to. */
export type LedTo = Readonly<{ url: string; contract?: StepContract }>;

/** What the contract of a step tells about the element that it was done on, when it is the same after a repair. */
export interface ShownByContract {
  /** The step made the application change something, or led to another page: without it that does not happen. */
  readonly byDeed: boolean;
  /** What it made the application change is known with all its values. */
  readonly byValues: boolean;
  /** What was put into the field arrived in a request, and does not without it. */
  readonly byGiven: boolean;
}

const nothing: ShownByContract = { byDeed: false, byValues: false, byGiven: false };

/**
 * Reads the contract of a step beside a run in which the step was left out: only what does not happen there is the step's own, and not that
 * of a later step, a timer or a reload. Nothing is shown by a step that only looks at an element, or when there is no such run.
 */
export function shownByContract(step: RememberedElement, without: readonly LedTo[] | undefined): ShownByContract {
  const { contract, action, url } = step;
  if (!contract || action === 'expect' || !without) return nothing;
  const sentWithout = new Set(
    without.flatMap((one) => [...(one.contract?.requests ?? []), ...(one.contract?.sent ?? [])]),
  );
  const addresses = new Set(without.flatMap((one) => [one.url, one.contract?.urlAfter]));
  const own = [...contract.requests, ...(contract.sent ?? [])].filter(
    (line) => !isRead(line) && !sentWithout.has(line),
  );
  return {
    byDeed: own.length > 0 || (contract.urlAfter !== url && !addresses.has(contract.urlAfter)),
    byValues: own.length > 0 && isKnownByValues(step, contract),
    byGiven: contract.given !== undefined && !sentWithout.has(contract.given),
  };
}

/**
 * Whether what the step changed is known with its values, secrets excepted. Where nothing was sent, the address alone has to tell, which that
 * of the page itself does not.
 */
function isKnownByValues({ url }: RememberedElement, { requests, sent }: StepContract): boolean {
  if (!sent) return false;
  const values = sent.filter((line) => !isRead(line));
  if (values.length === 0) return requests.some((request) => !isRead(request) && request.split(' ')[1] !== url);
  return values.every((line) => !line.endsWith('=~')) && values.some((line) => !line.endsWith('=*'));
}
