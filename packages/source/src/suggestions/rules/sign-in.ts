import type { SuggestedFix } from '@millwright/core';
import { ts } from 'ts-morph';

import { locationOf } from '../../syntax/location.ts';
import { configValueOf } from '../runner-config-value.ts';
import type { SuggestionRule } from '../suggestion-rule.ts';

/** Nobody was signed in: the stored sign-in that may have run out, or the place of the request. */
export const signIn: SuggestionRule = {
  name: 'sign-in',
  suggest: ({ cause, runner, tree }) => {
    if (cause.cause !== 'authentication') return [];
    const stored = runner === 'playwright' ? configValueOf(tree, 'playwright', 'storageState') : undefined;
    const setup = runner === 'playwright' ? configValueOf(tree, 'playwright', 'dependencies') : undefined;
    const project = setup === undefined ? undefined : firstTextOf(setup.value);
    const fixes: Omit<SuggestedFix, 'kind'>[] = [];
    if (stored !== undefined)
      fixes.push({
        summary: `Make the stored sign-in ${textOf(stored.value)} anew: it may have run out, or have been made for another server.`,
        risk: 'medium',
        location: locationOf(stored.file, stored.value),
        evidence: ['The sign-in of these tests is read from a file.'],
        ...(project === undefined ? {} : { command: `npx playwright test --project=${project}` }),
      });
    if (cause.location !== undefined)
      fixes.push({
        summary: 'Sign in before this request, or send its token: the server did not know who asked.',
        risk: 'medium',
        location: cause.location,
        evidence: cause.evidence.slice(0, 1),
      });
    return fixes;
  },
};

function firstTextOf(value: ts.Expression): string | undefined {
  const [first] = ts.isArrayLiteralExpression(value) ? value.elements : [];
  return first !== undefined && ts.isStringLiteralLike(first) ? first.text : undefined;
}

function textOf(value: ts.Expression): string {
  return ts.isStringLiteralLike(value) ? `\`${value.text}\`` : 'of the configuration';
}
