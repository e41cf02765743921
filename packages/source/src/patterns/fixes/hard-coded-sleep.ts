import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { webExpectationOf } from '../../playwright/web-expectation.ts';
import type { PatternContext } from '../pattern-context.ts';
import { numberBehind } from '../started-server.ts';
import type { Fix } from './fix.ts';
import { NEXT } from './networkidle.ts';
import { pollFixOf } from './poll.ts';
import { waitingAfter } from './self-waiting.ts';
import { awaitedStatementOf, callOfStatement, removalOf, statementsAfter } from './statements.ts';

/** How long assertions that look again go on when they are not told, in milliseconds: `expect.poll` of Vitest, every one of Playwright. */
const ASSERTION_MS = { vitest: 1000, playwright: 5000 } as const;

/**
 * Replaces a wait of a fixed time by the wait that the next statement implies: an assertion that looks until it holds, an
 * action that waits, `expect.poll` for a value of the test's own. Always a suggestion: the wait may be there to see that
 * what holds already goes on to hold, or that what came stays, and the text does not tell.
 */
export function sleepFixOf(context: PatternContext, sleep: ts.Node): Fix | undefined {
  const statement = awaitedStatementOf(sleep);
  if (!statement) return undefined;
  const after = waitingAfter(context, statement);
  const timeoutMs = timeoutFor(context, sleep);
  const isLookLater = after.next === 'assertion' && after.fix !== undefined && timeoutMs !== undefined;
  if (after.next === 'no' || isLookLater) return polledNext(statement, timeoutMs);
  const longer = after.next === 'assertion' && timeoutMs !== undefined;
  const timed = longer ? timeoutEditOf(context, after.call, timeoutMs) : undefined;
  if (longer && !timed) return undefined;
  const summary = after.fix
    ? `Replace the fixed wait. ${after.fix.summary}`
    : `Remove the fixed wait: ${NEXT[after.next]}`;
  return {
    edits: [removalOf(statement), ...(timed ? [timed] : []), ...(after.fix?.edits ?? [])],
    summary,
    safety: 'suggestion',
  };
}

/** `await sleep(50); expect(value()).toBe(1)` as `await expect.poll(() => value()).toBe(1)`. */
function polledNext(statement: ts.ExpressionStatement, timeoutMs: number | undefined): Fix | undefined {
  const [next] = statementsAfter(statement);
  const call = next && callOfStatement(next);
  const fix = call && pollFixOf(call, timeoutMs === undefined ? '' : `, { timeout: ${timeoutMs} }`);
  return (
    fix && { ...fix, edits: [removalOf(statement), ...fix.edits], summary: `Replace the fixed wait. ${fix.summary}` }
  );
}

/** Gives an assertion of Playwright a time of its own; `undefined` when it may have options already. */
function timeoutEditOf(
  context: PatternContext,
  call: ts.CallExpression | undefined,
  timeoutMs: number,
): TextEdit | undefined {
  const expectation = call && webExpectationOf(context, call);
  if (!expectation || expectation.modifiers.includes('poll')) return undefined;
  const given = expectation.expected;
  const mayHaveOptions = expectation.matcher.text.startsWith('toBe')
    ? given.length > 0
    : given.some((one, index) => ts.isObjectLiteralExpression(one) || (index > 0 && !ts.isLiteralExpression(one)));
  if (mayHaveOptions) return undefined;
  const place = call.arguments.at(-1)?.getEnd() ?? call.getEnd() - 1;
  return { start: place, end: place, newText: `${given.length > 0 ? ', ' : ''}{ timeout: ${timeoutMs} }` };
}

/** A wait that takes a good part of the time that assertions go on keeps its own, doubled so that it does not matter. In milliseconds. */
function timeoutFor(context: PatternContext, sleep: ts.Node): number | undefined {
  const given = ts.isNewExpression(sleep) ? undefined : ts.isCallExpression(sleep) ? sleep.arguments[0] : undefined;
  const waitMs = numberBehind(given) ?? timerMs(sleep);
  const mostMs = context.usesPlaywright ? ASSERTION_MS.playwright : ASSERTION_MS.vitest;
  return waitMs !== undefined && waitMs >= mostMs / 2 ? waitMs * 2 : undefined;
}

/** The time of `new Promise((resolve) => setTimeout(resolve, 200))`. */
function timerMs(sleep: ts.Node): number | undefined {
  const digits = /setTimeout\([^,]+,\s*(?<time>[\d_]+)\s*\)/u.exec(sleep.getText())?.groups?.['time'];
  return digits === undefined ? undefined : Number(digits.replaceAll('_', ''));
}
