import type { PlaywrightCall } from '../../playwright/playwright-calls.ts';
import type { PatternContext } from '../pattern-context.ts';
import type { Fix } from './fix.ts';
import { withoutOption } from './options.ts';
import { waitingAfter } from './self-waiting.ts';
import { awaitedStatementOf, removalOf } from './statements.ts';

/**
 * Drops the wait for a silent network where the next statement waits by itself. A suggestion: an action comes sooner than
 * before, and what an assertion asks for may hold before the answer that takes it away.
 */
export function networkidleFixOf(context: PatternContext, { call, method }: PlaywrightCall): Fix | undefined {
  const statement = awaitedStatementOf(call);
  const after = statement && waitingAfter(context, statement);
  if (!after || after.next === 'no') return undefined;
  const own = method === 'waitForLoadState' ? removalOf(statement) : withoutOption(call, 'waitUntil');
  if (!own) return undefined;
  return {
    edits: [own, ...(after.fix?.edits ?? [])],
    summary: `Drop \`networkidle\`: ${NEXT[after.next]}`,
    safety: 'suggestion',
  };
}

/** Why a wait can go, by what follows it. */
export const NEXT: Readonly<Record<'assertion' | 'action', string>> = {
  assertion: 'the next assertion waits by itself.',
  action: 'the next action waits for its element.',
};
