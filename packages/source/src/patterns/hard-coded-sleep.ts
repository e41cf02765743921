import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName } from '../syntax/call.ts';
import { locationOf } from '../syntax/location.ts';
import { ancestorOf } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, isInLoop, type PatternContext } from './pattern-context.ts';
import { isSleep, sleepInside } from './sleep-call.ts';

const WHY = 'A fixed wait is too short on a slow machine and too long on a fast one; the outcome depends on timing.';
const ADVICE =
  'Wait for what the test needs: a web-first assertion such as `await expect(locator).toBeVisible()`, `expect.poll`, `vi.waitFor`, or the event itself.';

/** Waits of a fixed time, in place or through a project function. Hand-written polling, mock latency and fake timers are none. */
export const hardCodedSleep: FlakyPattern = {
  name: 'hard-coded-sleep',
  severity: 'warning',
  find(context) {
    const fake = [...context.called].some((name) => /useFakeTimers$|clock\.install$|fakeTimers/u.test(name));
    const nodes = [...context.calls, ...context.news];
    return nodes.flatMap((node) => {
      const hits = isSleep(context, node)
        ? ownHit(context, node, fake)
        : ts.isCallExpression(node)
          ? (helperHit(context, node, fake) ?? [])
          : [];
      return [hits].flat().length > 0 && isInLoop(node) ? [] : hits;
    });
  },
};

function ownHit(context: PatternContext, node: ts.Node, fake: boolean): PatternHit[] {
  const isPageWait = ts.isCallExpression(node) && calledName(node) === 'waitForTimeout';
  if (fake && !isPageWait) return [];
  const flow = flowOf(context, node);
  // In a file with tests a helper is reported where it is called; a file of helpers alone has only the place itself.
  const counts =
    flow === 'test' ||
    (flow === 'helper' && context.tests.length === 0) ||
    (flow === 'top' && context.tests.length === 0);
  if (!counts || isRaced(node)) return [];
  const fix = removalOf(node);
  return [{ node, why: WHY, advice: ADVICE, ...(fix && { fix }) }];
}

function helperHit(context: PatternContext, call: ts.CallExpression, fake: boolean): PatternHit | undefined {
  if (!isWaitedFor(call) || flowOf(context, call) !== 'test') return undefined;
  const target = functionOf(context.tree, call.expression);
  const sleep = target && sleepInside(context, target);
  if (!sleep || (fake && !(ts.isCallExpression(sleep) && calledName(sleep) === 'waitForTimeout'))) return undefined;
  const file = context.tree.fileOf(sleep);
  return {
    node: call,
    why: WHY,
    advice: ADVICE,
    evidence: [`${file}:${locationOf(file, sleep).line}: ${sleep.getText().replaceAll(/\s+/gu, ' ').slice(0, 140)}`],
  };
}

/** Only a wait that something waits for delays the test. */
function isWaitedFor(call: ts.CallExpression): boolean {
  return (
    ts.isAwaitExpression(call.parent) ||
    ts.isReturnStatement(call.parent) ||
    (ts.isArrowFunction(call.parent) && call.parent.body === call)
  );
}

/** A timer beside other promises is a limit, not a wait. */
function isRaced(node: ts.Node): boolean {
  const call = ancestorOf(node, ts.isCallExpression);
  return (
    call !== undefined &&
    ['race', 'any', 'all'].includes(calledName(call)) &&
    call.expression.getText().startsWith('Promise.')
  );
}

/** When the next statement waits by itself, the sleep can go. */
function removalOf(node: ts.Node): PatternHit['fix'] {
  const statement = ancestorOf(node, ts.isExpressionStatement);
  const block = statement?.parent;
  if (
    !statement ||
    statement.expression !== node.parent ||
    !ts.isAwaitExpression(node.parent) ||
    !block ||
    !ts.isBlock(block)
  )
    return undefined;
  const next = block.statements[block.statements.indexOf(statement) + 1];
  if (
    !next ||
    !/^await\s+expect(?:\.poll)?\(/u.test(next.getText()) ||
    !/\.(?:toBeVisible|toBeHidden|toHave\w+|toContainText|toBeEnabled|toBeDisabled|toBeChecked|toBeAttached|toBeFocused|toBe\w*|toEqual)\(/u.test(
      next.getText(),
    )
  )
    return undefined;
  const waits =
    /^await\s+expect\.poll\(|^await\s+expect\([\s\S]*?\)(?:\.not)?\.(?:toBeVisible|toBeHidden|toHave(?:Text|URL|Title|Count|Value|Attribute|Class|CSS)|toContainText|toBeEnabled|toBeDisabled|toBeChecked|toBeAttached|toBeFocused)\(/u.test(
      next.getText(),
    );
  if (!waits) return undefined;
  const edit: TextEdit = { start: statement.getStart(), end: next.getStart(), newText: '' };
  return { edits: [edit], summary: 'Remove the fixed wait: the next assertion waits by itself.', safety: 'suggestion' };
}
