import { ts } from 'ts-morph';

import { playwrightCallOf } from '../../playwright/playwright-calls.ts';
import { unwrapped } from '../../syntax/walk.ts';
import type { PatternContext } from '../pattern-context.ts';
import type { Fix } from './fix.ts';
import { withoutOption } from './options.ts';

/**
 * Acts as a user would: without `force`, and with `click` for a dispatched event. It asks for more than before (the
 * element must be visible, still and uncovered), so a test that relied on the force would fail: a suggestion.
 */
export function unforcedFixOf(context: PatternContext, call: ts.CallExpression): Fix | undefined {
  const one = playwrightCallOf(context, call);
  if (one?.method === 'dispatchEvent') return clickFixOf(call, one.kind === 'page' || one.kind === 'frame');
  const edits = withoutOption(call, 'force');
  return (
    edits && { edits: [edits], summary: 'Drop `force`: the action waits until a user could act.', safety: 'suggestion' }
  );
}

/** `locator.dispatchEvent('click')` as `locator.click()`; of an event with its own data only the sender knows what it means. */
function clickFixOf(call: ts.CallExpression, takesSelector: boolean): Fix | undefined {
  const callee = unwrapped(call.expression);
  const kept = takesSelector ? 1 : 0;
  if (!ts.isPropertyAccessExpression(callee) || call.arguments.length !== kept + 1) return undefined;
  const [first] = call.arguments;
  const given = takesSelector ? (first?.getText() ?? '') : '';
  return {
    edits: [{ start: callee.name.getStart(), end: call.getEnd(), newText: `click(${given})` }],
    summary: 'Click as a user would: `click()` waits until the element can be clicked.',
    safety: 'suggestion',
  };
}
