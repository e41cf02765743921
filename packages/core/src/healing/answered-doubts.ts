import type { RememberedElement } from '../model/remembered-element.ts';
import type { GuardFinding } from '../relocation/guards/guard.ts';

/**
 * Doubts about which element it is that the step's own contract answers: an element by whose press the application is asked to change the
 * same, or which leads to the same page, does the old one's work, whatever it is called and whether it is a button or a link. What could be
 * asked of several elements alike (twins, rows), or what is dangerous, it does not answer.
 */
const answerable: ReadonlySet<string> = new Set(['no-shared-identity', 'kind-changed']);

/** What is left of the doubts about an element once its proof held, its contract among it. */
export function doubtsLeft(findings: readonly GuardFinding[], remembered: RememberedElement): readonly GuardFinding[] {
  return doesWork(remembered) ? findings.filter(({ guard }) => !answerable.has(guard)) : findings;
}

/** Whether the step by itself made the application change something, or led to another page. */
function doesWork({ contract, url, action }: RememberedElement): boolean {
  if (!contract || action === 'expect') return false;
  return contract.urlAfter !== url || contract.requests.some((request) => !/^(?:GET|HEAD|OPTIONS) /.test(request));
}
