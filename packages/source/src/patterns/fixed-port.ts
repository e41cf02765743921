import { ts } from 'ts-morph';

import { propertyOf } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import { systemPortFixOf } from './fixes/fixed-port.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { initializerOf, type PatternContext } from './pattern-context.ts';
import { isListen, isNewServer, numberBehind } from './started-server.ts';

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /listen|Server/u;

/** A local server that a test starts on a port of its own choice. Port 0, ports asked of the system and other things that listen are none. */
export const fixedPort: FlakyPattern = {
  name: 'fixed-port',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    return [...context.calls, ...context.news].flatMap((node) => {
      const given = portOf(context, node);
      if (!given) return [];
      const port = numberBehind(given);
      if (port === undefined) return isDrawn(given) ? [hitOf(node, 'a port drawn by chance')] : [];
      return port <= 0 || port > 65_535 ? [] : [hitOf(node, `port ${port}`, systemPortFixOf(context, node, port))];
    });
  },
};

function hitOf(node: ts.Node, port: string, fix?: PatternHit['fix']): PatternHit {
  return {
    node,
    why: `Only one process can listen on ${port}: a second worker, a second run or any program that took it makes the test fail.`,
    advice: 'Listen on port 0 and ask the server for its address (`server.address().port`).',
    ...(fix && { fix }),
  };
}

/** `20000 + Math.floor(Math.random() * 10000)`: a port that somebody else may have drawn or taken. */
function isDrawn(port: ts.Expression): boolean {
  return /\bMath\.random\(|\brandomInt\(/u.test((initializerOf(port) ?? port).getText());
}

function portOf(context: PatternContext, node: ts.CallExpression | ts.NewExpression): ts.Expression | undefined {
  const isStart = ts.isCallExpression(node) ? isListen(context, node) : isNewServer(context, node);
  const first = isStart ? node.arguments?.[0] : undefined;
  if (!first) return undefined;
  const options = unwrapped(first);
  if (!ts.isObjectLiteralExpression(options)) return options;
  const port = propertyOf(options, 'port');
  return port && !ts.isMethodDeclaration(port) ? port : undefined;
}
