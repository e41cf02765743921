import { ts } from 'ts-morph';

import { ACTION_METHODS } from '../playwright/members.ts';
import { playwrightCallOf, playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { unwrapped } from '../syntax/walk.ts';
import { earlierWait, EVENTS } from './fixes/earlier-wait.ts';
import type { FlakyPattern } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';

const KINDS = new Set(['page', 'frame', 'context']);

/** `await button.click(); await page.waitForResponse(…)`: what it waits for may be over before anyone listens. */
export const eventAfterAction: FlakyPattern = {
  name: 'event-after-action',
  severity: 'error',
  find: (context) =>
    playwrightCallsOf(context).flatMap(({ call, method }) => {
      const late = lateWaitOf(context, call);
      if (!late) return [];
      return [
        {
          node: call,
          why: `\`${method}\` starts to listen after \`${late.action}\` has finished; what it waits for may already be over.`,
          advice: 'Start to wait before the action and await it afterwards.',
          fix: earlierWait(context, call, late.statement),
        },
      ];
    }),
};

/** The action before which a wait should have started; `undefined` when the call is no such wait. */
export function lateWaitOf(
  context: PatternContext,
  call: ts.CallExpression,
): { readonly action: string; readonly statement: ts.Statement } | undefined {
  const one = playwrightCallOf(context, call);
  if (!one || !EVENTS.has(one.method) || !KINDS.has(one.kind) || !ts.isAwaitExpression(call.parent)) return undefined;
  for (const statement of statementsBefore(call)) {
    const action = actionOf(context, statement);
    if (action !== undefined) return { action, statement };
    // What waits for something else in between may be the reason why the event comes later.
    if (!isHarmless(statement)) return undefined;
  }
  return undefined;
}

/** The statements before a node in its block, the nearest first. */
function statementsBefore(node: ts.Node): readonly ts.Statement[] {
  const statement = statementOf(node);
  const block = statement?.parent;
  if (!statement || !block || !(ts.isBlock(block) || ts.isSourceFile(block))) return [];
  return block.statements.slice(0, block.statements.indexOf(statement)).toReversed();
}

function statementOf(node: ts.Node): ts.Statement | undefined {
  for (let current: ts.Node | undefined = node; current; current = current.parent) {
    if (isFunctionNode(current)) return undefined;
    if (ts.isExpressionStatement(current) || ts.isVariableStatement(current)) return current;
  }
  return undefined;
}

/** The name of the awaited Playwright action that a statement consists of. */
function actionOf(context: PatternContext, statement: ts.Statement): string | undefined {
  const awaited =
    ts.isExpressionStatement(statement) && ts.isAwaitExpression(statement.expression)
      ? unwrapped(statement.expression.expression)
      : undefined;
  if (!awaited || !ts.isCallExpression(awaited)) return undefined;
  const one = playwrightCallOf(context, awaited);
  const acts = one && (ACTION_METHODS.has(one.method) || one.kind === 'keyboard' || one.kind === 'mouse');
  return acts && one.kind !== 'clock' ? one.method : undefined;
}

function isHarmless(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) return !statement.getText().includes('await');
  return (
    ts.isExpressionStatement(statement) &&
    (!ts.isAwaitExpression(statement.expression) ||
      /^await\s+(?:expect|page\.waitForTimeout)\b/u.test(statement.getText()))
  );
}
