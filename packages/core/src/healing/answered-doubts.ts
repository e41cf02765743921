import type { RememberedElement } from '../model/remembered-element.ts';
import type { GuardFinding } from '../relocation/guards/guard.ts';

/**
 * A doubt that the step's own contract answers: an element of the same name by whose press the application is asked for the same, or which
 * leads to the same page, does the old one's work, whether it is a button or a link. That an element has another name it does not
 * answer: contracts have no bodies, and "Save draft" may ask the same address for something else than "Save post" did.
 */
const answerable: ReadonlySet<string> = new Set(['kind-changed']);

/** What is left of the doubts about an element once its proof held, its contract among it. */
export function doubtsLeft(findings: readonly GuardFinding[], remembered: RememberedElement): readonly GuardFinding[] {
  return doesWork(remembered) ? findings.filter(({ guard }) => !answerable.has(guard)) : findings;
}

/** Whether the step by itself made the application change something, or led to another page. */
function doesWork({ contract, url, action }: RememberedElement): boolean {
  if (!contract || action === 'expect') return false;
  return contract.urlAfter !== url || contract.requests.some((request) => !/^(?:GET|HEAD|OPTIONS) /.test(request));
}
