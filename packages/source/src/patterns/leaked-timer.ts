import { ts } from 'ts-morph';

import { dottedName } from '../syntax/call.ts';
import { ancestorOf, isWithin, unwrappedParent } from '../syntax/walk.ts';
import { intervalFixOf, realTimersFixOf } from './fixes/leaked-timer.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { isGlobal, type PatternContext } from './pattern-context.ts';
import { type RunnerSettings, runnerSettingsOf } from './runner-settings.ts';
import { hookOf, leaksBeyond, testOf } from './test-structure.ts';

const FAKE = /^(?:vi|vitest|jest)\.useFakeTimers$|^sinon\.useFakeTimers$|^mock\.timers\.enable$|^vi\.setSystemTime$/u;
const REAL = /(?:useRealTimers|clock\.restore|clock\.uninstall|sinon\.restore|timers\.reset|\.restore)$/u;

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /FakeTimers|setInterval|setSystemTime|timers\.enable/u;

/** Fake timers that a later test finds still fake, and intervals that nobody clears. */
export const leakedTimer: FlakyPattern = {
  name: 'leaked-timer',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    const settings = runnerSettingsOf(context);
    const isReal = [...context.called, ...settings.called].some((name) => REAL.test(name));
    const fakes = context.calls.filter((call) => FAKE.test(dottedName(call.expression).join('.')));
    const leaked = isReal ? [] : fakes.filter((call) => isOutermost(call) && leaksBeyond(context, call));
    return [
      ...leaked.map((call) => fakeHit(context, call)),
      ...(isReal ? fragileHits(context, fakes, settings) : []),
      ...(fakes.length > 0 ? [] : intervalHits(context)),
    ];
  },
};

/** Of `vi.useFakeTimers().setSystemTime(…)` only the first call counts; so does a clock that is set after it. */
function isOutermost(call: ts.CallExpression): boolean {
  return dottedName(call.expression).at(-1) !== 'setSystemTime';
}

function fakeHit(context: PatternContext, node: ts.CallExpression): PatternHit {
  const fix = realTimersFixOf(context, node);
  return {
    node,
    why: 'The timers stay fake after this test, so a later test that waits for real time hangs or runs with a stopped clock, depending on the order.',
    advice: 'Call `vi.useRealTimers()` in `afterEach`.',
    ...(fix && { fix }),
  };
}

/** Real timers that only the last line of a test brings back: when it fails before, those after it find them fake. */
function fragileHits(
  context: PatternContext,
  fakes: readonly ts.CallExpression[],
  settings: RunnerSettings,
): PatternHit[] {
  const reals = context.calls.filter((call) => REAL.test(dottedName(call.expression).join('.')));
  const isSafe = [...settings.called].some((name) => REAL.test(name)) || reals.some((call) => isKept(context, call));
  if (isSafe) return [];
  return fakes.flatMap((call) => {
    const test = testOf(context, call);
    const isEnded = reals.some((real) => test?.body && isWithin(real, test.body));
    if (!isEnded || !isOutermost(call) || !leaksBeyond(context, call)) return [];
    return [
      {
        node: call,
        severity: 'info' as const,
        why: 'When this test fails before its last line the timers stay fake, and the tests after it fail as well.',
        advice: 'Call `vi.useRealTimers()` in `afterEach`, `onTestFinished` or `finally`.',
      },
    ];
  });
}

/** Outside tests, in a hook, or in `finally`. */
function isKept(context: PatternContext, call: ts.CallExpression): boolean {
  if (hookOf(context, call) || !testOf(context, call)) return true;
  const attempt = ancestorOf(call, ts.isTryStatement);
  return attempt?.finallyBlock !== undefined && isWithin(call, attempt.finallyBlock);
}

/** `setInterval` in a test or hook of a file that never clears one. */
function intervalHits(context: PatternContext): PatternHit[] {
  const intervals = context.calls.filter((call) => isGlobal(call.expression, 'setInterval'));
  const clears = context.calls.some((call) =>
    /^clear(?:Interval|Timeout)$/u.test(dottedName(call.expression).at(-1) ?? ''),
  );
  if (clears) return [];
  return intervals.flatMap((call) => {
    const around = testOf(context, call) ?? hookOf(context, call);
    if (!around || runsInPage(call) || isHandedOn(call)) return [];
    const fix = intervalFixOf(context, call);
    return [
      {
        node: call,
        why: 'The interval goes on after the test and does its work in the middle of others.',
        advice: 'Keep what `setInterval` gives and call `clearInterval` in `finally` or `afterEach`.',
        ...(fix && { fix }),
      },
    ];
  });
}

/** What is handed to `page.evaluate` ends with the page. */
function runsInPage(call: ts.CallExpression): boolean {
  for (let owner = ancestorOf(call, ts.isCallExpression); owner; owner = ancestorOf(owner, ts.isCallExpression))
    if (/(?:evaluate\w*|addInitScript|waitForFunction)$/u.test(owner.expression.getText())) return true;
  return false;
}

/** `.unref()` is no clean-up, but a handle given to somebody else may be cleared there. */
function isHandedOn(call: ts.CallExpression): boolean {
  const parent = unwrappedParent(call);
  return ts.isCallExpression(parent) || ts.isReturnStatement(parent) || ts.isPropertyAssignment(parent);
}
