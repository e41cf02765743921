import { ts } from 'ts-morph';

import { dottedName } from '../../syntax/call.ts';
import { enclosingFunction } from '../../syntax/functions.ts';
import { unwrappedParent } from '../../syntax/walk.ts';
import type { PatternContext } from '../pattern-context.ts';
import { testOf } from '../test-structure.ts';
import type { Fix } from './fix.ts';
import { isForWholeFile } from './leaked-mock.ts';
import { linesAfter } from './statements.ts';
import { testFinishedOf } from './test-finished.ts';
import { hookEditsFor, isVitestFile } from './test-runner.ts';

/** What makes the clock real again, by the tool that made it fake. */
const REAL: Readonly<Record<string, string>> = {
  vi: 'vi.useRealTimers();',
  vitest: 'vitest.useRealTimers();',
  jest: 'jest.useRealTimers();',
  sinon: 'sinon.restore();',
  mock: 'mock.timers.reset();',
};

/**
 * An `afterEach` that makes the clock real again. A test that runs on the stopped clock of another one would wait for real
 * time with it: a suggestion. None where the clock is stopped for the whole file.
 */
export function realTimersFixOf(context: PatternContext, call: ts.CallExpression): Fix | undefined {
  const names = dottedName(call.expression);
  const line = REAL[names[0] ?? ''];
  if (line === undefined || isForWholeFile(context, /(?:useFakeTimers|timers\.enable)$/u)) return undefined;
  const edits = hookEditsFor(context, [{ kind: 'afterEach', lines: [line] }]);
  return edits && { edits, summary: `Make the clock real again after each test: \`${line}\``, safety: 'suggestion' };
}

/** Clears an interval that a test of Vitest keeps in a `const` when the test is over: a suggestion. */
export function intervalFixOf(context: PatternContext, call: ts.CallExpression): Fix | undefined {
  const declaration = unwrappedParent(call);
  const test = testOf(context, call);
  if (!test || !isVitestFile(context) || !ts.isVariableDeclaration(declaration)) return undefined;
  const statement = declaration.parent.parent;
  if (!ts.isIdentifier(declaration.name) || !ts.isVariableStatement(statement)) return undefined;
  if (!test.body || enclosingFunction(call) !== test.body) return undefined;
  const finished = testFinishedOf(context, test, test.body);
  const after = finished && linesAfter(statement, [`${finished.name}(() => clearInterval(${declaration.name.text}));`]);
  return (
    after && {
      edits: [...finished.edits, after],
      summary: 'Clear the interval when the test is over.',
      safety: 'suggestion',
    }
  );
}
