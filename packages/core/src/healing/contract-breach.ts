import type { StepContract } from '../model/remembered-element.ts';

/** A step of a test with what it led to. */
export interface ContractedStep {
  /** What makes it the same step in both runs: its place, action and which call of it it is. */
  readonly key: string;
  /** How a person calls it. */
  readonly name: string;
  readonly contract: StepContract;
}

/**
 * What a repaired test did otherwise than when it last passed, in one sentence; undefined when it asked the application for the same.
 * Requests that change something (all but GET, HEAD and OPTIONS) have to be the same over the whole test, and those that read have to
 * come again, though others may be new; the address after each step has to be the same. When exactly a request falls is no part of it.
 */
export function contractBreachOf(
  before: readonly ContractedStep[],
  after: readonly ContractedStep[],
): string | undefined {
  const [old, fresh] = [requestsOf(before), requestsOf(after)];
  const lost = [...old].filter((request) => !fresh.has(request));
  if (lost.length > 0) return `It no longer sends ${listed(lost)}.`;
  const added = [...fresh].filter((request) => !old.has(request) && !reads(request));
  if (added.length > 0) return `It sends ${listed(added)}, which it never did.`;
  const now = new Map(after.map((step) => [step.key, step]));
  for (const { key, name, contract } of before) {
    const urlAfter = now.get(key)?.contract.urlAfter;
    if (urlAfter !== undefined && urlAfter !== contract.urlAfter)
      return `After ${name} it is at ${urlAfter || 'a page without address'}, and it was at ${contract.urlAfter || 'a page without address'}.`;
  }
  return undefined;
}

/** Whether a contract says anything: a step that asks for nothing and stays where it is may be done on any element. */
export function isTellingContract(steps: readonly ContractedStep[]): boolean {
  return steps.some(({ contract }, index) => {
    const before = steps[index - 1]?.contract.urlAfter;
    return contract.requests.length > 0 || (before !== undefined && before !== contract.urlAfter);
  });
}

function requestsOf(steps: readonly ContractedStep[]): ReadonlySet<string> {
  return new Set(steps.flatMap(({ contract }) => contract.requests));
}

function reads(request: string): boolean {
  return /^(?:GET|HEAD|OPTIONS) /.test(request);
}

function listed(requests: readonly string[]): string {
  const shown = requests.slice(0, 3).map((request) => `\`${request}\``);
  return requests.length > 3 ? `${shown.join(', ')} and ${requests.length - 3} more` : shown.join(' and ');
}
