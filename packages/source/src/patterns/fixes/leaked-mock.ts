import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { dottedName } from '../../syntax/call.ts';
import { isFunctionNode } from '../../syntax/functions.ts';
import { unwrapped } from '../../syntax/walk.ts';
import type { PatternContext } from '../pattern-context.ts';
import { hookOf, testOf } from '../test-structure.ts';
import type { Fix } from './fix.ts';
import { hookEditsFor, importEditsFor, isVitestFile } from './test-runner.ts';

/** What puts back what a call replaced. */
interface Restorer {
  readonly call: RegExp;
  readonly lines: (root: string, call: ts.CallExpression) => readonly string[];
}

const RESTORERS: readonly Restorer[] = [
  { call: /^(?:vi|vitest|jest)\.(?:spyOn|replaceProperty)$/u, lines: (root) => [`${root}.restoreAllMocks();`] },
  { call: /^(?:vi|vitest)\.stubGlobal$/u, lines: (root) => [`${root}.unstubAllGlobals();`] },
  { call: /^(?:vi|vitest)\.stubEnv$/u, lines: (root) => [`${root}.unstubAllEnvs();`] },
  {
    call: /^(?:vi|vitest|jest)\.doMock$/u,
    lines: (root, call) => [
      `${root}.${root === 'jest' ? 'dontMock' : 'doUnmock'}(${call.arguments[0]?.getText() ?? ''});`,
      `${root}.resetModules();`,
    ],
  },
  { call: /^sinon\.(?:stub|replace|spy|mock)$/u, lines: () => ['sinon.restore();'] },
  { call: /^mock\.(?:method|getter|setter|property|module)$/u, lines: () => ['mock.restoreAll();'] },
];

/**
 * An `afterEach` that puts back what a call replaced. A test that passes only because another one left its mock behind would
 * fail with it, which is right and yet not the same: a suggestion. None where the file replaces things for all of its tests,
 * since the hook would undo that after the first one.
 */
export function restoringFixOf(context: PatternContext, call: ts.CallExpression): Fix | undefined {
  const names = dottedName(call.expression);
  const restorer = RESTORERS.find((one) => one.call.test(names.join('.')));
  if (!restorer || isForWholeFile(context, restorer.call)) return undefined;
  const lines = restorer.lines(names[0] ?? '', call);
  const edits = hookEditsFor(context, [{ kind: 'afterEach', lines }]);
  return edits && { edits, summary: `Put it back after each test: \`${lines.join(' ')}\``, safety: 'suggestion' };
}

/** Whether something of this kind is replaced outside of tests and of hooks that run before each of them. */
export function isForWholeFile(context: PatternContext, replacing: RegExp): boolean {
  return context.calls.some((call) => {
    if (!replacing.test(dottedName(call.expression).join('.')) || testOf(context, call)) return false;
    return hookOf(context, call)?.kind !== 'beforeEach';
  });
}

/** `process.env.MODE = 'x'`, `globalThis.fetch = …`, `console.error = …` by the tools that remember what was there: a suggestion. */
export function stubFixOf(context: PatternContext, assignment: ts.BinaryExpression): Fix | undefined {
  const stub = ts.isExpressionStatement(assignment.parent) && isVitestFile(context) ? stubFor(assignment) : undefined;
  if (!stub || isForWholeFile(context, stub.like)) return undefined;
  const hook = hookEditsFor(context, [{ kind: 'afterEach', lines: [stub.restore], uses: ['vi'] }]);
  const imports = importEditsFor(context, ['vi']);
  if (!hook || !imports) return undefined;
  return {
    edits: [...hook, ...stub.edits],
    summary: `Stub it and put it back after each test: \`${stub.restore}\``,
    safety: 'suggestion',
  };
}

interface Stub {
  readonly edits: readonly TextEdit[];
  readonly restore: string;
  readonly like: RegExp;
}

function stubFor({ left, right }: ts.BinaryExpression): Stub | undefined {
  const [root = '', name = '', third] = dottedName(left);
  const isFunction = isFunctionNode(unwrapped(right)) || /^(?:vi\.fn|jest\.fn)\(/u.test(right.getText());
  const around = (before: string, after: string): readonly TextEdit[] => [
    { start: left.getStart(), end: right.getStart(), newText: before },
    { start: right.getEnd(), end: right.getEnd(), newText: after },
  ];
  if (root === 'process' && name === 'env' && third !== undefined)
    return ts.isStringLiteralLike(right) || ts.isTemplateExpression(right)
      ? { edits: around(`vi.stubEnv('${third}', `, ')'), restore: 'vi.unstubAllEnvs();', like: /^vi\.stubEnv$/u }
      : undefined;
  if (third !== undefined) return undefined;
  if (/^(?:globalThis|window|global)$/u.test(root))
    return {
      edits: around(`vi.stubGlobal('${name}', `, ')'),
      restore: 'vi.unstubAllGlobals();',
      like: /^vi\.stubGlobal$/u,
    };
  return isFunction && /^(?:console|Date|Math)$/u.test(root)
    ? {
        edits: around(`vi.spyOn(${root}, '${name}').mockImplementation(`, ')'),
        restore: 'vi.restoreAllMocks();',
        like: /^vi\.spyOn$/u,
      }
    : undefined;
}
