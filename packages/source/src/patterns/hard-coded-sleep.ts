import { ts } from 'ts-morph';

import { calledName } from '../syntax/call.ts';
import { locationOf } from '../syntax/location.ts';
import { ancestorOf } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import { sleepFixOf } from './fixes/hard-coded-sleep.ts';
import { isPureSleep } from './fixes/pure-sleep.ts';
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
  const fix = sleepFixOf(context, node);
  return [{ node, why: WHY, advice: ADVICE, ...(fix && { fix }) }];
}

function helperHit(context: PatternContext, call: ts.CallExpression, fake: boolean): PatternHit | undefined {
  if (!isWaitedFor(call) || flowOf(context, call) !== 'test') return undefined;
  const target = functionOf(context.tree, call.expression);
  const sleep = target && sleepInside(context, target);
  if (!sleep || (fake && !(ts.isCallExpression(sleep) && calledName(sleep) === 'waitForTimeout'))) return undefined;
  const file = context.tree.fileOf(sleep);
  const fix = isPureSleep(context, call) ? sleepFixOf(context, call) : undefined;
  return {
    node: call,
    why: WHY,
    advice: ADVICE,
    evidence: [`${file}:${locationOf(file, sleep).line}: ${sleep.getText().replaceAll(/\s+/gu, ' ').slice(0, 140)}`],
    ...(fix && { fix }),
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
