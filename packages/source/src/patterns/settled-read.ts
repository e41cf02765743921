import { ts } from 'ts-morph';

import { ACTION_METHODS } from '../playwright/members.ts';
import { type PlaywrightCall, playwrightCallOf } from '../playwright/playwright-calls.ts';
import { webExpectationOf } from '../playwright/web-expectation.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { isWithin } from '../syntax/walk.ts';
import type { PatternContext } from './pattern-context.ts';

/** Assertions that wait for the very thing that a read gives. */
const WAITED_BY: Readonly<Record<string, RegExp>> = {
  url: /^toHaveURL$/u,
  title: /^toHaveTitle$/u,
  count: /^toHaveCount$/u,
  all: /^toHaveCount$/u,
  textContent: /^to(?:HaveText|ContainText)$/u,
  innerText: /^to(?:HaveText|ContainText)$/u,
  allTextContents: /^toHave(?:Text|Count)$/u,
  allInnerTexts: /^toHave(?:Text|Count)$/u,
  inputValue: /^toHaveValue$/u,
  getAttribute: /^toHaveAttribute$/u,
  isVisible: /^toBe(?:Visible|Hidden)$/u,
  isHidden: /^toBe(?:Visible|Hidden)$/u,
  isEnabled: /^toBe(?:Enabled|Disabled)$/u,
  isDisabled: /^toBe(?:Enabled|Disabled)$/u,
  isChecked: /^toBeChecked$/u,
};

/** Whether the test has waited for what a read gives, and has done nothing since: `await page.waitForURL(…); expect(page.url())…`. */
export function isSettledRead(context: PatternContext, read: PlaywrightCall): boolean {
  for (const statement of statementsBefore(read.call)) {
    const calls = context.calls.filter((call) => isWithin(call, statement));
    if (calls.some((call) => waitsForRead(context, call, read))) return true;
    if (calls.some((call) => ACTION_METHODS.has(playwrightCallOf(context, call)?.method ?? ''))) return false;
  }
  return false;
}

function waitsForRead(context: PatternContext, call: ts.CallExpression, read: PlaywrightCall): boolean {
  if (!ts.isAwaitExpression(call.parent)) return false;
  const one = playwrightCallOf(context, call);
  if (one) return read.method === 'url' && one.method === 'waitForURL';
  const expectation = webExpectationOf(context, call);
  return (
    expectation?.actual !== undefined &&
    (WAITED_BY[read.method]?.test(expectation.matcher.text) ?? false) &&
    expectation.actual.getText() === read.receiver.getText()
  );
}

/** The statements before a node in the nearest block, the nearest first. */
function statementsBefore(node: ts.Node): readonly ts.Statement[] {
  for (let current = node; current.parent && !isFunctionNode(current); current = current.parent)
    if (ts.isBlock(current.parent) && ts.isStatement(current))
      return current.parent.statements.slice(0, current.parent.statements.indexOf(current)).toReversed();
  return [];
}
