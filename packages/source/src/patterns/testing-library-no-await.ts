import { join } from 'node:path';
import { ts } from 'ts-morph';

import { calledName } from '../syntax/call.ts';
import { readPackageManifest } from '../tree/workspace-packages.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';
import { awaitEditFor, isAwaited } from './promise-use.ts';
import { valueOriginOf } from './value-origin.ts';

const QUERY = /^find(?:All)?By[A-Z]/u;
const WAITS = new Set(['waitFor', 'waitForElementToBeRemoved', 'waitForElement', 'waitForDomChange']);
const LIBRARY = /^@testing-library\//u;
/** Libraries whose `fireEvent` waits for the next rendering. */
const ASYNC_EVENTS = /^@testing-library\/(?:vue|svelte|marko)$/u;

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /find(?:All)?By|waitFor|fireEvent|user/iu;

/** `findBy…`, `waitFor`, `user.click()` and their kin whose promise nobody waits for. Libraries with methods of the same names are none. */
export const testingLibraryNoAwait: FlakyPattern = {
  name: 'testing-library-no-await',
  severity: 'error',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    return context.calls.flatMap((call) => {
      const name = calledName(call);
      if (!isAsyncCall(context, call, name) || isAwaited(call)) return [];
      return [hitOf(call, name)];
    });
  },
};

function hitOf(call: ts.CallExpression, name: string): PatternHit {
  const edit = awaitEditFor(call);
  return {
    node: call,
    why: `\`${name}\` gives a promise that nobody awaits, so the test goes on, and may end, before what it waits for has happened.`,
    advice: `Put \`await\` before \`${name}(…)\` and make the test \`async\`.`,
    ...(edit && { fix: { edits: [edit], summary: `Await \`${name}\`.`, safety: 'safe' as const } }),
  };
}

function isAsyncCall(context: PatternContext, call: ts.CallExpression, name: string): boolean {
  if (!QUERY.test(name) && !WAITS.has(name) && !mayBeEvent(call)) return false;
  const origin = valueOriginOf(context, call.expression);
  if (!origin || !LIBRARY.test(origin.module)) return false;
  if (origin.module === '@testing-library/user-event')
    return name !== 'setup' && name !== 'default' && !hasSynchronousUserEvent(context);
  if (origin.name === 'fireEvent') return ASYNC_EVENTS.test(origin.module);
  return QUERY.test(name) || WAITS.has(name);
}

/** `fireEvent(…)`, `fireEvent.click(…)`, `userEvent.click(…)`, `user.click(…)`: something plain with at most one dot. */
function mayBeEvent(call: ts.CallExpression): boolean {
  const callee = call.expression;
  return ts.isIdentifier(callee)
    ? callee.text === 'fireEvent'
    : ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression);
}

const synchronous = new Map<string, boolean>();

/** Up to version 13 the methods of user-event gave nothing to wait for. */
function hasSynchronousUserEvent(context: PatternContext): boolean {
  const known = synchronous.get(context.tree.root);
  if (known !== undefined) return known;
  const manifest = readPackageManifest(join(context.tree.root)) as
    | Readonly<Record<string, Readonly<Record<string, string>> | undefined>>
    | undefined;
  const version =
    manifest?.['devDependencies']?.['@testing-library/user-event'] ??
    manifest?.['dependencies']?.['@testing-library/user-event'];
  const major = Number(/\d+/u.exec(version ?? '')?.[0] ?? Number.NaN);
  synchronous.set(context.tree.root, major < 14);
  return major < 14;
}
