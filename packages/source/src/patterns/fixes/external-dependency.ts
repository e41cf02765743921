import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName } from '../../syntax/call.ts';
import { ancestorOf, isWithin, walk } from '../../syntax/walk.ts';
import { isGlobal, type PatternContext } from '../pattern-context.ts';
import { testOf } from '../test-structure.ts';
import type { Fix } from './fix.ts';
import { firstLinesOf, indentOf, indentUnitOf, newlineOf, statementsAfter } from './statements.ts';
import { hookEditsFor, isVitestFile } from './test-runner.ts';

/**
 * In Vitest, `fetch` answered from a recorded file; in Playwright, a reading request and the assertions on its answer tried
 * until they pass (a route answers pages only, not the `request` fixture). Suggestions: the answer must be recorded first,
 * and a service that answers wrongly now and then would pass.
 */
export function networkFixOf(context: PatternContext, call: ts.CallExpression, host: string): Fix | undefined {
  const body = testOf(context, call)?.body?.body;
  if (!body || !ts.isBlock(body)) return undefined;
  if (isGlobal(call.expression, 'fetch')) return isVitestFile(context) ? recordedFixOf(context, body, host) : undefined;
  return context.usesPlaywright ? retriedFixOf(call, body) : undefined;
}

function recordedFixOf(context: PatternContext, body: ts.Block, host: string): Fix | undefined {
  const [first] = context.source.statements;
  const requests = context.calls.filter((one) => isWithin(one, body) && isGlobal(one.expression, 'fetch'));
  if (!first || !ts.isImportDeclaration(first) || requests.length !== 1) return undefined;
  if (/\breadFile\b/u.test(context.source.text)) return undefined;
  const file = `./fixtures/${host}.json`;
  const start = first.getStart();
  const lines = firstLinesOf(body, [
    `const recorded = await readFile(new URL('${file}', import.meta.url), 'utf8');`,
    "vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(recorded));",
  ]);
  const hook = hookEditsFor(context, [{ kind: 'afterEach', lines: ['vi.restoreAllMocks();'], uses: ['vi'] }]);
  if (!lines || !hook || /\brecorded\b/u.test(body.getText())) return undefined;
  return {
    edits: [
      { start, end: start, newText: `import { readFile } from 'node:fs/promises';${newlineOf(context.source)}` },
      ...hook,
      lines,
    ],
    summary: `Answer the request from a recorded file: save an answer as \`${file}\` first.`,
    safety: 'suggestion',
  };
}

const READS = /^(?:get|head)$/u;
/** Statements that look at an answer and change nothing. */
const LOOKS = /^(?:await\s+)?expect\b|^const\s[^=]+=\s*await\s+\w+\.(?:json|text|body)\(\)/u;

function retriedFixOf(call: ts.CallExpression, body: ts.Block): Fix | undefined {
  const statement = ancestorOf(call, ts.isVariableStatement);
  if (!READS.test(calledName(call)) || statement?.parent !== body) return undefined;
  const rest = statementsAfter(statement);
  const last = rest.at(-1);
  const looks = rest.every((one) => LOOKS.test(one.getText())) && rest.some((one) => one.getText().includes('expect'));
  if (!last || !looks || [statement, ...rest].some(hasLongTemplate)) return undefined;
  const { source, indent, unit } = {
    source: call.getSourceFile(),
    indent: indentOf(statement),
    unit: indentUnitOf(call.getSourceFile()),
  };
  const newline = newlineOf(source);
  const end = last.getEnd() + (/^[^\r\n]*/u.exec(source.text.slice(last.getEnd()))?.[0].length ?? 0);
  const start = statement.getStart();
  return {
    edits: [
      { start, end: start, newText: `await expect(async () => {${newline}${indent}${unit}` },
      ...linesBetween(source.text, start, end).map((line): TextEdit => ({ start: line, end: line, newText: unit })),
      { start: end, end, newText: `${newline}${indent}}).toPass();` },
    ],
    summary: 'Try the request and what is expected of it until it passes: `toPass`.',
    safety: 'suggestion',
  };
}

/** A text that goes over lines would be indented, too. */
function hasLongTemplate(statement: ts.Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    if (ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node))
      found ||= node.getText().includes('\n');
  });
  return found;
}

/** Where the lines between two places begin, empty ones left out. */
function linesBetween(text: string, start: number, end: number): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1))
    if (!/^[ \t]*\r?$/u.test(text.slice(at + 1, text.indexOf('\n', at + 1)))) places.push(at + 1);
  return places;
}
