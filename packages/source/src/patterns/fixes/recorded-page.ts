import { ts } from 'ts-morph';

import { ACTION_METHODS } from '../../playwright/members.ts';
import { playwrightCallsOf } from '../../playwright/playwright-calls.ts';
import { declarationOf } from '../../syntax/scope.ts';
import { isWithin } from '../../syntax/walk.ts';
import type { PageRequest } from '../page-network.ts';
import type { PatternContext } from '../pattern-context.ts';
import { hookOf, testOf } from '../test-structure.ts';
import type { Fix } from './fix.ts';
import { indentUnitOf, linesBefore } from './statements.ts';

const NAVIGATES = /^(?:goto|reload|setContent)$/u;

/**
 * What a page asks of a foreign host, answered from a recorded HAR file from before the first navigation of the test on; an
 * environment variable records it anew. A suggestion: the test then sees the service as it was when it was recorded. None
 * where a hook navigates already, or the page is not one of the test's own fixtures.
 */
export function recordedPageFixOf(context: PatternContext, { host, on }: PageRequest): Fix | undefined {
  const test = testOf(context, on.call);
  const { receiver } = on;
  const declaration = ts.isIdentifier(receiver) ? declarationOf(receiver) : undefined;
  const body = test?.body;
  if (!body?.body || !ts.isBlock(body.body) || !declaration) return undefined;
  if (!body.parameters.some((one) => isWithin(declaration, one)) || navigatesInHook(context)) return undefined;
  const block = body.body;
  const first = playwrightCallsOf(context).find(
    ({ call, method }) => isWithin(call, block) && (NAVIGATES.test(method) || ACTION_METHODS.has(method)),
  );
  const statement = block.statements.find((one) => isWithin(first?.call ?? on.call, one));
  const unit = indentUnitOf(context.source);
  const edit =
    statement &&
    linesBefore(statement, [
      `await ${receiver.getText()}.routeFromHAR('hars/${host}.har', {`,
      `${unit}url: 'https://${host}/**',`,
      `${unit}update: process.env['UPDATE_HARS'] === '1',`,
      '});',
    ]);
  return (
    edit && {
      edits: [edit],
      summary: `Answer what the page asks of ${host} from a recorded file: run once with \`UPDATE_HARS=1\` to record \`hars/${host}.har\`.`,
      safety: 'suggestion',
    }
  );
}

function navigatesInHook(context: PatternContext): boolean {
  return playwrightCallsOf(context).some(({ call, method }) => NAVIGATES.test(method) && hookOf(context, call));
}
