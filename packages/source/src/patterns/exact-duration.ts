import type { ts } from 'ts-morph';

import { controlsClock, isElapsed } from './clock-reading.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf } from './pattern-context.ts';
import { numberBehind } from './started-server.ts';

const COMPARED =
  /^(?:toBe|toEqual|toStrictEqual|toBeCloseTo|toBe(?:Less|Greater)Than(?:OrEqual)?|toBeWithin|toBeOneOf)$/u;

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /now|hrtime|Date/u;

/** An expectation of a measured length of time. Fake clocks and checks of its type are none. */
export const exactDuration: FlakyPattern = {
  name: 'exact-duration',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    if (controlsClock(context)) return [];
    return context.calls.flatMap((call) => {
      const expectation = expectationOf(call);
      if (!expectation || !COMPARED.test(expectation.matcher.text) || isAlwaysTrue(expectation)) return [];
      if (!isElapsed(context, expectation.actual) || !['test', 'helper'].includes(flowOf(context, call))) return [];
      return [hitOf(call, expectation)];
    });
  },
};

function hitOf(node: ts.Node, expectation: Expectation): PatternHit {
  return {
    node,
    severity: severityOf(expectation),
    why: 'The test expects a length of time, which differs with the load of the machine.',
    advice: 'Check that the work was done, not how long it took; measure speed in a benchmark, or use fake timers.',
  };
}

/** Equality hardly ever holds; a limit of seconds catches only what hangs; a lower bound fails only by the rounding of timers. */
function severityOf({ matcher, expected }: Expectation): 'error' | 'warning' | 'info' {
  if (/^to(?:Be|Equal|StrictEqual)$/u.test(matcher.text)) return 'error';
  if (matcher.text.startsWith('toBeGreater')) return 'info';
  return (numberBehind(expected[0]) ?? 0) >= 1000 ? 'info' : 'warning';
}

/** No time is below zero. */
function isAlwaysTrue({ matcher, expected }: Expectation): boolean {
  return matcher.text === 'toBeGreaterThanOrEqual' && numberBehind(expected[0]) === 0;
}
