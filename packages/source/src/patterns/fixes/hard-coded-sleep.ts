import { ts } from 'ts-morph';

import { calledName } from '../../syntax/call.ts';
import { flowOf, type PatternContext } from '../pattern-context.ts';
import { numberBehind } from '../started-server.ts';
import type { Fix } from './fix.ts';
import { NEXT } from './networkidle.ts';
import { pollFixOf } from './poll.ts';
import { waitingAfter } from './self-waiting.ts';
import { awaitedStatementOf, callOfStatement, removalOf, statementsAfter } from './statements.ts';

/** How long `expect.poll` of the two runners goes on when it is not told, in milliseconds. */
const POLL_MS = { vitest: 1000, playwright: 5000 } as const;

/**
 * Replaces a wait of a fixed time by the wait that the next statement implies: an assertion that looks until it holds, an
 * action that waits, `expect.poll` for a value of the test's own. Safe only where a page waits and nothing follows but
 * assertions that look until something is there: nothing acts sooner, and what they ask for stays the same.
 */
export function sleepFixOf(context: PatternContext, sleep: ts.Node): Fix | undefined {
  const statement = awaitedStatementOf(sleep);
  if (!statement) return undefined;
  const after = waitingAfter(context, statement);
  if (after.next === 'no') return polledNext(context, sleep, statement);
  const isPageWait = ts.isCallExpression(sleep) && calledName(sleep) === 'waitForTimeout';
  const summary = after.fix
    ? `Replace the fixed wait. ${after.fix.summary}`
    : `Remove the fixed wait: ${NEXT[after.next]}`;
  return {
    edits: [removalOf(statement), ...(after.fix?.edits ?? [])],
    summary,
    safety: after.isSafe && isPageWait && flowOf(context, sleep) === 'test' ? 'safe' : 'suggestion',
  };
}

/** `await sleep(50); expect(value()).toBe(1)` as `await expect.poll(() => value()).toBe(1)`. */
function polledNext(context: PatternContext, sleep: ts.Node, statement: ts.ExpressionStatement): Fix | undefined {
  const [next] = statementsAfter(statement);
  const call = next && callOfStatement(next);
  const fix = call && pollFixOf(call, timeoutFor(context, sleep));
  return (
    fix && { ...fix, edits: [removalOf(statement), ...fix.edits], summary: `Replace the fixed wait. ${fix.summary}` }
  );
}

/** A wait that is longer than polling goes on keeps its time, doubled so that it does not matter. */
function timeoutFor(context: PatternContext, sleep: ts.Node): string {
  const given = ts.isNewExpression(sleep) ? undefined : ts.isCallExpression(sleep) ? sleep.arguments[0] : undefined;
  const waitMs = numberBehind(given) ?? timerMs(sleep);
  const mostMs = context.usesPlaywright ? POLL_MS.playwright : POLL_MS.vitest;
  return waitMs !== undefined && waitMs >= mostMs / 2 ? `, { timeout: ${waitMs * 2} }` : '';
}

/** The time of `new Promise((resolve) => setTimeout(resolve, 200))`. */
function timerMs(sleep: ts.Node): number | undefined {
  const digits = /setTimeout\([^,]+,\s*(?<time>[\d_]+)\s*\)/u.exec(sleep.getText())?.groups?.['time'];
  return digits === undefined ? undefined : Number(digits.replaceAll('_', ''));
}
