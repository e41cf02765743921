import type { RememberedElement, StepContract } from '../model/remembered-element.ts';

/** What the contract of a step tells about the element that it was done on, when it is the same after a repair. */
export interface ShownByContract {
  /** The step by itself made the application change something, or led to another page. */
  readonly byDeed: boolean;
  /** It sent something that is known with its values. */
  readonly byValues: boolean;
  /** What was put into the field arrived in a request. */
  readonly byGiven: boolean;
}

const nothing: ShownByContract = { byDeed: false, byValues: false, byGiven: false };

/** Reads the contract of a step. One that only looks at an element shows nothing of it. */
export function shownByContract({ contract, action, url }: RememberedElement): ShownByContract {
  if (!contract || action === 'expect') return nothing;
  return {
    byDeed: contract.urlAfter !== url || contract.requests.some(changes),
    byValues: sendsKnownValues(contract),
    byGiven: contract.given !== undefined,
  };
}

/** Whether a request that changes something is known with its values: it has none, or at least one that is the same in every run. */
export function sendsKnownValues({ requests, sent }: StepContract): boolean {
  if (!sent) return false;
  const writes = sent.filter(changes);
  return writes.some(isTold) || (writes.length === 0 && requests.some(changes));
}

function changes(request: string): boolean {
  return !/^(?:GET|HEAD|OPTIONS) /.test(request);
}

function isTold(line: string): boolean {
  return !/=[*~]$/.test(line);
}
