import { ts } from 'ts-morph';

import { ACTION_METHODS, WEB_FIRST } from '../../playwright/members.ts';
import { optionOf, playwrightCallOf } from '../../playwright/playwright-calls.ts';
import { expectMakerOf, webExpectationOf } from '../../playwright/web-expectation.ts';
import { staticTextOf } from '../../syntax/static-text.ts';
import type { PatternContext } from '../pattern-context.ts';
import type { Fix } from './fix.ts';
import { unforcedFixOf } from './forced-action.ts';
import { isPureSleep } from './pure-sleep.ts';
import { callOfStatement, statementsAfter } from './statements.ts';
import { assertionFixOf } from './web-first-assertion.ts';

/** How a statement meets a page that is not ready yet. */
interface Meeting {
  /** `assertion` looks until what it asks for is there, `action` waits until its element can be acted on, `no` looks or acts at once. */
  readonly kind: 'assertion' | 'action' | 'no';
  /** What makes it so, when it is not so as it stands. */
  readonly fix?: Fix;
}

/** What comes after a wait that might go. */
export interface AfterWait {
  readonly next: Meeting['kind'];
  /** The change that the next statement needs before the wait can go. */
  readonly fix: Fix | undefined;
  /** The assertion or action that comes next. */
  readonly call: ts.CallExpression | undefined;
}

/** Assertions that ask for something to be gone or still: they hold at once when it has not come yet. */
const ABSENCE = /^(?:toBeHidden|toBeEmpty|toBeDisabled|toHaveScreenshot|toMatchAriaSnapshot|toBeOK)$/u;
const ABSENT_STATE = /^(?:hidden|detached)$/u;
const WAITS = new Set(['waitFor', 'waitForSelector', 'waitForURL']);

/**
 * What the statements after a wait do. Other waits of no purpose in between are passed over, and a statement counts as
 * what its own fix makes of it, so that the answer is the same before and after those fixes.
 */
export function waitingAfter(context: PatternContext, statement: ts.Statement): AfterWait {
  const rest = statementsAfter(statement).filter((one) => !isPlainWait(context, one));
  const [first, second] = rest;
  const folded = second && foldedRead(context, first, second);
  if (folded) return { next: 'assertion', fix: folded, call: callOfStatement(second) };
  const next = first && meetingOf(context, first);
  return { next: next?.kind ?? 'no', fix: next?.fix, call: first && callOfStatement(first) };
}

/** `const text = await x.textContent(); expect(text).toBe('a')`, two statements that become one. */
function foldedRead(context: PatternContext, first: ts.Statement | undefined, second: ts.Statement): Fix | undefined {
  const call = callOfStatement(second);
  const fix = call && assertionFixOf(context, call);
  if (!call || !fix?.readStatement || fix.readStatement !== first) return undefined;
  return isPresence(fix.matcher, fix.negated, call) ? fix : undefined;
}

/** A sleep, a wait for a silent network, a pause: what other fixes remove. */
function isPlainWait(context: PatternContext, statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isAwaitExpression(statement.expression)) return false;
  if (isPureSleep(context, statement.expression.expression)) return true;
  const call = callOfStatement(statement);
  const one = call && playwrightCallOf(context, call);
  if (!call || !one) return false;
  const [state] = call.arguments;
  return (
    one.method === 'pause' ||
    (one.method === 'waitForLoadState' && state !== undefined && staticTextOf(state).text === 'networkidle')
  );
}

function meetingOf(context: PatternContext, statement: ts.Statement): Meeting {
  const call = callOfStatement(statement);
  if (!call) return { kind: 'no' };
  return webExpectationOf(context, call) ? assertionMeeting(context, call) : actionMeeting(context, call);
}

function assertionMeeting(context: PatternContext, call: ts.CallExpression): Meeting {
  const expectation = webExpectationOf(context, call);
  if (!expectation || expectation.modifiers.some((one) => one === 'resolves' || one === 'rejects'))
    return { kind: 'no' };
  const name = expectation.matcher.text;
  // Matchers of the same names on the `expect` of another runner look once.
  const isWebFirst = WEB_FIRST.test(name) && expectMakerOf(context, expectation) !== 'other';
  const asIs = expectation.modifiers.includes('poll') || isWebFirst;
  if (asIs) return { kind: isPresence(name, expectation.negated, call) ? 'assertion' : 'no' };
  const fix = assertionFixOf(context, call);
  return fix && !fix.readStatement && isPresence(fix.matcher, fix.negated, call)
    ? { kind: 'assertion', fix }
    : { kind: 'no' };
}

function isPresence(matcher: string, negated: boolean, call: ts.CallExpression): boolean {
  const isNone = /^(?:toHaveCount|toHaveLength|toBe|toEqual)$/u.test(matcher) && call.arguments[0]?.getText() === '0';
  return !negated && !isNone && !ABSENCE.test(matcher);
}

function actionMeeting(context: PatternContext, call: ts.CallExpression): Meeting {
  const one = playwrightCallOf(context, call);
  if (!one || !['page', 'frame', 'locator'].includes(one.kind)) return { kind: 'no' };
  const state = optionOf(call, 'state');
  if (WAITS.has(one.method)) return { kind: state && ABSENT_STATE.test(staticTextOf(state).text) ? 'no' : 'action' };
  if (!ACTION_METHODS.has(one.method) || /^(?:goto|reload|goBack|goForward)$/u.test(one.method)) return { kind: 'no' };
  if (one.method !== 'dispatchEvent' && !optionOf(call, 'force')) return { kind: 'action' };
  const fix = unforcedFixOf(context, call);
  return fix ? { kind: 'action', fix } : { kind: 'no' };
}
