import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { unwrapped, walk } from '../../syntax/walk.ts';
import { isNow } from '../clock-reading.ts';
import { isGlobal, type PatternContext } from '../pattern-context.ts';
import { testOf } from '../test-structure.ts';
import type { Fix } from './fix.ts';
import { firstLinesOf } from './statements.ts';
import { hookEditsFor, isVitestFile, runnerModuleOf } from './test-runner.ts';

/**
 * Noon of a Wednesday in the middle of a month, in the machine's own zone: no border of a day, week, month, year or summer
 * time is near, and its date is the same in all zones but the outermost.
 */
const MOMENT = 'new Date(2025, 5, 18, 12)';

/**
 * Stops the clock for the test that reads it. In Vitest only `Date` is replaced, so that timers and promises go on, and the
 * clock is real again after each test; in Playwright the page gets the moment, and the test computes with the same one. Not
 * offered where the moment decides whether anything is asserted. The assertion then holds for one moment: a suggestion.
 */
export function clockFixOf(context: PatternContext, node: ts.Node): Fix | undefined {
  const body = testOf(context, node)?.body;
  if (!body?.body || !ts.isBlock(body.body) || decidesByNow(context, body.body)) return undefined;
  if (isVitestFile(context)) return vitestFixOf(context, body.body);
  return runnerModuleOf(context) === '@playwright/test' && hasPage(body)
    ? playwrightFixOf(context, body.body)
    : undefined;
}

/** `if (new Date().getHours() < 12) { expect(…) }`: the chosen moment could leave the assertion out. */
function decidesByNow(context: PatternContext, body: ts.Block): boolean {
  let decides = false;
  walk(body, (node) => {
    if (!ts.isIfStatement(node)) return;
    walk(node.expression, (inner) => {
      decides ||= isNow(context, inner);
    });
  });
  return decides;
}

function vitestFixOf(context: PatternContext, body: ts.Block): Fix | undefined {
  if (mentionsOtherClock(body)) return undefined;
  const first = firstLinesOf(body, [`vi.useFakeTimers({ toFake: ['Date'], now: ${MOMENT} });`]);
  const hook = hookEditsFor(context, [{ kind: 'afterEach', lines: ['vi.useRealTimers();'], uses: ['vi'] }]);
  return (
    first &&
    hook && {
      edits: [...hook, first],
      summary: 'Stop the clock for the test, and start it again after it.',
      safety: 'suggestion',
    }
  );
}

/** Clocks that a replaced `Date` does not stop. */
function mentionsOtherClock(body: ts.Block): boolean {
  return /\bperformance\.now\b|\bhrtime\b/u.test(body.getText());
}

function hasPage({ parameters }: { readonly parameters: ts.NodeArray<ts.ParameterDeclaration> }): boolean {
  const fixtures = parameters[0]?.name;
  return (
    fixtures !== undefined &&
    ts.isObjectBindingPattern(fixtures) &&
    fixtures.elements.some((element) => element.propertyName === undefined && element.name.getText() === 'page')
  );
}

function playwrightFixOf(context: PatternContext, body: ts.Block): Fix | undefined {
  if (mentionsOtherClock(body)) return undefined;
  const name = /\bnow\b(?!\s*\()/u.test(body.getText()) ? 'fixedNow' : 'now';
  const first = firstLinesOf(body, [`const ${name} = ${MOMENT};`, `await page.clock.setFixedTime(${name});`]);
  const reads: TextEdit[] = [];
  let isPlain = true;
  walk(body, (node) => {
    if (!isNow(context, node)) return;
    const edit = fixedRead(node, name);
    if (edit) reads.push(edit);
    else isPlain = false;
  });
  if (!first || !isPlain) return undefined;
  return {
    edits: [first, ...reads],
    summary: 'Stop the clock of the page, and expect what belongs to that moment.',
    safety: 'suggestion',
  };
}

/** `new Date()` and `Date.now()` of the test, at the moment that the page has. */
function fixedRead(node: ts.Node, name: string): TextEdit | undefined {
  const [start, end] = [node.getStart(), node.getEnd()];
  if (ts.isNewExpression(node)) return { start, end, newText: `new Date(${name})` };
  const callee = ts.isCallExpression(node) ? unwrapped(node.expression) : undefined;
  const isDate = callee && ts.isPropertyAccessExpression(callee) && isGlobal(callee.expression, 'Date');
  return isDate ? { start, end, newText: `${name}.getTime()` } : undefined;
}
