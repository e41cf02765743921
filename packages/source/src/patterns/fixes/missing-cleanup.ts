import { ts } from 'ts-morph';

import { dottedName } from '../../syntax/call.ts';
import type { PatternContext } from '../pattern-context.ts';
import type { Fix } from './fix.ts';
import { hookEditsFor, runnerModuleOf } from './test-runner.ts';

const IN_BODY = /^document\.body\.(?:innerHTML|appendChild|append|prepend|insertAdjacentHTML|insertBefore)$/u;

/** An `afterEach` that puts back what a test changed, where one line does it: a suggestion, since a later test may lean on it. */
export function cleanupFixOf(context: PatternContext, change: ts.Node): Fix | undefined {
  const module = runnerModuleOf(context);
  const line = module === '@playwright/test' || module === 'node:test' ? undefined : cleanupFor(change);
  const edits = line === undefined ? undefined : hookEditsFor(context, [{ kind: 'afterEach', lines: [line] }]);
  return edits && { edits, summary: `Put it back after each test: \`${line ?? ''}\``, safety: 'suggestion' };
}

function cleanupFor(change: ts.Node): string | undefined {
  if (!ts.isCallExpression(change) && !ts.isBinaryExpression(change)) return undefined;
  const name = dottedName(ts.isCallExpression(change) ? change.expression : change.left).join('.');
  if (IN_BODY.test(name)) return 'document.body.replaceChildren();';
  const storage = /^(?:window\.)?(?<store>localStorage|sessionStorage)\.setItem$/u.exec(name)?.groups?.['store'];
  if (storage !== undefined) return `${storage}.clear();`;
  if (/^(?:window\.)?(?:history\.(?:pushState|replaceState)|location\.hash)$/u.test(name))
    return "history.replaceState(null, '', '/');";
  const [attribute] = ts.isCallExpression(change) ? change.arguments : [];
  return attribute &&
    ts.isStringLiteralLike(attribute) &&
    /^document\.(?:body|documentElement)\.setAttribute$/u.test(name)
    ? `${name.replace('setAttribute', 'removeAttribute')}(${attribute.getText()});`
    : undefined;
}
