import { ts } from 'ts-morph';

import { playwrightCallsOf } from '../playwright/playwright-calls.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';

/** `page.pause()` left behind by a debugging session. Calls that only a debug switch reaches are none. */
export const pagePause: FlakyPattern = {
  name: 'page-pause',
  severity: 'error',
  find: (context) =>
    playwrightCallsOf(context).flatMap(({ call, kind, method }) => {
      if (method !== 'pause' || kind !== 'page' || isGuarded(call)) return [];
      const fix = removalOf(call);
      return [
        {
          node: call,
          why: '`page.pause()` stops a headed test until someone goes on by hand, so the test depends on how it was started and runs into its time limit.',
          advice: 'Remove it; use `--debug` or the trace viewer instead.',
          ...(fix && { fix }),
        },
      ];
    }),
};

function isGuarded(node: ts.Node): boolean {
  for (let current: ts.Node = node; current.parent; current = current.parent) {
    const { parent } = current;
    const condition =
      ts.isIfStatement(parent) && parent.thenStatement === current
        ? parent.expression
        : ts.isConditionalExpression(parent) && parent.whenTrue === current
          ? parent.condition
          : ts.isBinaryExpression(parent) &&
              parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken &&
              parent.right === current
            ? parent.left
            : undefined;
    if (condition && /process\.env|debug|headed|headless|pwdebug/iu.test(condition.getText())) return true;
  }
  return false;
}

/** The whole line goes when the call is all that stands on it. */
function removalOf(call: ts.CallExpression): PatternHit['fix'] {
  const holder = ts.isAwaitExpression(call.parent) ? call.parent.parent : call.parent;
  if (!ts.isExpressionStatement(holder) || !ts.isBlock(holder.parent)) return undefined;
  const { text } = holder.getSourceFile();
  const before = /(?:^|\n)[ \t]*$/u.exec(text.slice(0, holder.getStart()));
  const after = /^[ \t]*(?:\r?\n|$)/u.exec(text.slice(holder.getEnd()));
  const start = before ? holder.getStart() - before[0].replace('\n', '').length : holder.getStart();
  const end = before && after ? holder.getEnd() + after[0].length : holder.getEnd();
  return { edits: [{ start, end, newText: '' }], summary: 'Remove `page.pause()`.', safety: 'safe' };
}
