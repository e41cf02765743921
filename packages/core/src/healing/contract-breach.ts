import type { StepContract } from '../model/remembered-element.ts';
import { isRead } from './is-read.ts';

/** A step of a test with what it led to. */
export interface ContractedStep {
  /** What makes it the same step in both runs: its place, action and which call of it it is. */
  readonly key: string;
  /** How a person calls it. */
  readonly name: string;
  /** The page on which it was done, as `urlAfter` of the contract. */
  readonly url: string;
  readonly contract: StepContract;
}

/**
 * What a repaired test did otherwise than when it last passed, in one sentence; undefined when it asked the application for the same.
 * Requests that change something (all but GET, HEAD and OPTIONS) have to be the same over the whole test, and those that read have to
 * come again, though others may be new; each address has to be come to. When exactly a request falls or a page opens is no part of it: a
 * slow machine shows it a step later, and a test may end before it. So one of the runs has to show the contract, and in none may anything
 * else be changed. `after`: the steps of each run in their order, at least one.
 */
export function contractBreachOf(
  before: readonly ContractedStep[],
  after: readonly (readonly ContractedStep[])[],
): string | undefined {
  const old = requestsOf(before);
  for (const run of after) {
    const added = [...requestsOf(run)].filter((request) => !old.has(request) && !isRead(request));
    if (added.length > 0) return `It sends ${listed(added)}, which it never did.`;
  }
  const losses = after.map((run) => lossOf(before, run));
  return losses.includes(undefined) ? undefined : losses[0];
}

function lossOf(before: readonly ContractedStep[], after: readonly ContractedStep[]): string | undefined {
  const fresh = requestsOf(after);
  const lost = [...requestsOf(before)].filter((request) => !fresh.has(request));
  if (lost.length > 0) return `It no longer sends ${listed(lost)}.`;
  const old = new Map(before.map((step) => [step.key, step]));
  const pairs = after.flatMap((now) => {
    const was = old.get(now.key);
    return was === undefined ? [] : [{ was, now }];
  });
  const other = pairs.find(({ was, now }, index) => {
    const [wasAt, isAt] = [was.contract.urlAfter, now.contract.urlAfter];
    const later = pairs.slice(index + 1);
    // Only a page that had not changed yet when the next call was made is excused, by what it changed to then.
    const isLate = isAt === now.url && later.some((one) => comesTo(one.now, wasAt));
    const wasLate = wasAt === was.url && later.some((one) => comesTo(one.was, isAt));
    return isAt !== wasAt && !isLate && !wasLate;
  });
  return (
    other &&
    `After ${other.now.name} it is at ${named(other.now.contract.urlAfter)}, and it was at ${named(other.was.contract.urlAfter)}.`
  );
}

function comesTo({ url, contract }: ContractedStep, address: string): boolean {
  return url === address || contract.urlAfter === address;
}

function named(address: string): string {
  return address || 'a page without address';
}

function requestsOf(steps: readonly ContractedStep[]): ReadonlySet<string> {
  return new Set(steps.flatMap(({ contract }) => contract.requests));
}

function listed(requests: readonly string[]): string {
  const shown = requests.slice(0, 3).map((request) => `\`${request}\``);
  return requests.length > 3 ? `${shown.join(', ')} and ${requests.length - 3} more` : shown.join(' and ');
}
