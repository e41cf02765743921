import type { ts } from 'ts-morph';

import { closingFixOf } from './fixes/leaked-server.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';
import { holdersOf, isStopped } from './server-lifetime.ts';
import { isListen, isNewServer } from './started-server.ts';
import { hookOf, testOf } from './test-structure.ts';

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /listen|Server/u;

/** A server that a test or hook starts and nobody stops. Servers that are handed on, returned, or closed anywhere in the file, its setup files or what made them are none. */
export const leakedServer: FlakyPattern = {
  name: 'leaked-server',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    const started = [
      ...context.calls.filter((call) => isListen(context, call)),
      ...context.news.filter((node) => isNewServer(context, node)),
    ];
    return started.flatMap((node) => {
      if (!testOf(context, node) && !hookOf(context, node)) return [];
      return isStopped(context, node) ? [] : [hitOf(context, node)];
    });
  },
};

function hitOf(context: PatternContext, node: ts.CallExpression | ts.NewExpression): PatternHit {
  const fix = closingFixOf(context, node, holdersOf(node)[0]);
  return {
    node,
    why: 'The server goes on after the test: it keeps its port and its state for the tests that follow, and may keep the process alive.',
    advice: 'Close it in `afterEach`, `afterAll` or `onTestFinished`, and wait for the callback of `close`.',
    ...(fix && { fix }),
  };
}
