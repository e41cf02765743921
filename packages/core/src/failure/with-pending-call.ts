import type { Failure } from '../model/failure.ts';
import { headOf, maxMessageLength } from './bound-text.ts';

const limit =
  /^(?:Test timeout of \d+ ?ms exceeded|"\w+" hook timeout of \d+ ?ms exceeded|Fixture "[^"\n]+" timeout of)/;
const ended =
  /^\S+: (?:Test timeout of \d+ ?ms exceeded|Target (?:page|closed)|(?:Page|Browser|Context) closed|Test ended)/;

/**
 * The failures of an attempt, where a limit that ran out and the call that was pending then are one: Playwright reports them as two
 * errors, the first without a place, and only both together say what was waited for.
 */
export function withPendingCall(failures: readonly Failure[]): readonly Failure[] {
  const [first, pending, ...rest] = failures;
  if (first === undefined || pending === undefined) return failures;
  if (!limit.test(first.message) || !ended.test(pending.message)) return failures;
  const { name = 'Error', ...told } = pending;
  const message = headOf(`${first.message}\n\n${name}: ${pending.message}`, maxMessageLength);
  const page = pending.page ?? first.page;
  return [{ ...told, message, ...(page === undefined ? {} : { page }) }, ...rest];
}
