import type { TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { nameText } from '../../syntax/call.ts';
import type { FunctionNode } from '../../syntax/functions.ts';
import type { FoundTest } from '../../tests/static-tests.ts';
import type { PatternContext } from '../pattern-context.ts';
import { runnerSettingsOf } from '../runner-settings.ts';
import { importEditsFor } from './test-runner.ts';

const NAME = 'onTestFinished';

/** How a test of Vitest asks for something to be done when it is over. */
export interface TestFinished {
  /** What to call: `onTestFinished`, `context.onTestFinished`. */
  readonly name: string;
  /** The edits that make the name known. */
  readonly edits: readonly TextEdit[];
}

/**
 * The `onTestFinished` to call in the body of a test. The one that Vitest exports belongs to whichever test is running, so
 * a test that runs beside others takes the one of its own context; `undefined` where that cannot be reached.
 * Source: https://vitest.dev/api/hooks.html#ontestfinished
 */
export function testFinishedOf(context: PatternContext, test: FoundTest, body: FunctionNode): TestFinished | undefined {
  const isConcurrent = test.modifiers.includes('concurrent') || runnerSettingsOf(context).enabled.has('concurrent');
  if (isConcurrent) return test.modifiers.includes('each') ? undefined : ofContext(body);
  const edits = importEditsFor(context, [NAME]);
  return edits && { name: NAME, edits };
}

/** `({ onTestFinished }) =>`, `({ task, onTestFinished }) =>`, `(context) => context.onTestFinished`. */
function ofContext(body: FunctionNode): TestFinished | undefined {
  const [first] = body.parameters;
  if (!first) {
    const opening = body.getChildren().find((child) => child.kind === ts.SyntaxKind.OpenParenToken);
    if (!opening) return undefined;
    const place = opening.getEnd();
    return { name: NAME, edits: [{ start: place, end: place, newText: `{ ${NAME} }` }] };
  }
  if (first.dotDotDotToken || first.initializer) return undefined;
  if (ts.isIdentifier(first.name)) return { name: `${first.name.text}.${NAME}`, edits: [] };
  if (!ts.isObjectBindingPattern(first.name)) return undefined;
  const { elements } = first.name;
  const known = elements.find((one) => nameText(one.propertyName) === NAME || one.name.getText() === NAME);
  if (known) return known.propertyName ? undefined : { name: NAME, edits: [] };
  const last = elements.at(-1);
  if (!last || last.dotDotDotToken) return undefined;
  return { name: NAME, edits: [{ start: last.getEnd(), end: last.getEnd(), newText: `, ${NAME}` }] };
}
