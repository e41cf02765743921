import { dirname, join } from 'node:path';
import { ts } from 'ts-morph';

import { calledName } from '../syntax/call.ts';
import { type FunctionNode, isAsync } from '../syntax/functions.ts';
import { unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { readPackageManifest } from '../tree/workspace-packages.ts';
import { awaitSafetyOf } from './fixes/await-safety.ts';
import { isNeededLater } from './fixes/awaited-call.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { initializerOf, type PatternContext } from './pattern-context.ts';
import { awaitEditFor, isAwaited } from './promise-use.ts';
import { reachedFunctionOf, returnedExpressionOf } from './returned-value.ts';
import { type LibraryValue, libraryValueOf } from './testing-library.ts';

const QUERY = /^find(?:All)?By[A-Z]/u;
const WAITS = new Set(['waitFor', 'waitForElementToBeRemoved', 'waitForElement', 'waitForDomChange']);
/** Libraries whose `fireEvent` waits for the next rendering. */
const ASYNC_EVENTS = /^@testing-library\/(?:vue|svelte|marko)$|^@marko\/testing-library$/u;

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /find(?:All)?By|waitFor|fireEvent|user/iu;

/** `findBy…`, `waitFor`, `user.click()` and their kin, and functions that return one, whose promise nobody waits for. Libraries with methods of the same names are none. */
export const testingLibraryNoAwait: FlakyPattern = {
  name: 'testing-library-no-await',
  severity: 'error',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    return context.calls.flatMap((call) =>
      isAsyncCall(context, call, 0) && (!isAwaited(call) || isActedOn(context, call)) ? [hitOf(context, call)] : [],
    );
  },
};

function hitOf(context: PatternContext, call: ts.CallExpression): PatternHit {
  const name = calledName(call);
  const edit = isNeededLater(context, call) ? undefined : awaitEditFor(call);
  return {
    node: call,
    why: `\`${name}\` gives a promise that nobody awaits, so the test goes on, and may end, before what it waits for has happened.`,
    advice: `Put \`await\` before \`${name}(…)\` and make the test \`async\`.`,
    ...(edit && { fix: { edits: [edit], summary: `Await \`${name}\`.`, safety: awaitSafetyOf(context, call) } }),
  };
}

/** `fireEvent.click(screen.findByText('Save'))` acts on the promise itself. */
function isActedOn(context: PatternContext, call: ts.CallExpression): boolean {
  const taker = QUERY.test(calledName(call)) ? unwrappedParent(call) : undefined;
  if (!taker || !ts.isCallExpression(taker) || unwrapped(taker.expression) === call) return false;
  const value = libraryValueOf(context, taker.expression);
  return (
    value !== undefined &&
    (/^(?:fireEvent|userEvent|within)$/u.test(value.name) || value.module === '@testing-library/user-event')
  );
}

function isAsyncCall(context: PatternContext, call: ts.CallExpression, depth: number): boolean {
  const target = depth > 3 ? undefined : reachedFunctionOf(context.tree, call.expression);
  if (target) return isWrapper(context, target, depth);
  const name = calledName(call);
  const mayBe = QUERY.test(name) || WAITS.has(name) || mayBeEvent(call);
  const value = mayBe ? libraryValueOf(context, call.expression) : undefined;
  return value !== undefined && isPromised(context, call, name, value);
}

/** A function of the project that gives on the promise. Where it is `async` itself, `race` and `missing-await` tell of its calls. */
function isWrapper(context: PatternContext, target: FunctionNode, depth: number): boolean {
  if (isAsync(target)) return false;
  const given = returnedExpressionOf(target);
  const made = given && (initializerOf(given) ?? given);
  return made !== undefined && ts.isCallExpression(made) && isAsyncCall(context, made, depth + 1);
}

function isPromised(
  context: PatternContext,
  call: ts.CallExpression,
  name: string,
  { name: exported, module }: LibraryValue,
): boolean {
  if (module === '@testing-library/user-event')
    return name !== 'setup' && name !== 'default' && !hasSynchronousUserEvent(context);
  if (exported === 'fireEvent') return module !== undefined && ASYNC_EVENTS.test(module);
  if (exported === 'userEvent') return module !== undefined && name !== 'setup';
  if (QUERY.test(name)) return true;
  return (
    WAITS.has(name) && (module !== undefined || exported === name) && !ts.isCallExpression(unwrapped(call.expression))
  );
}

/** `fireEvent(…)`, `fireEvent.click(…)`, `userEvent.click(…)`, `user.click(…)`, `setup().user.click(…)`. */
function mayBeEvent(call: ts.CallExpression): boolean {
  const callee = unwrapped(call.expression);
  if (ts.isIdentifier(callee)) return callee.text === 'fireEvent';
  return ts.isPropertyAccessExpression(callee) && !/^(?:then|catch|finally)$/u.test(callee.name.text);
}

const synchronous = new Map<string, boolean>();

/** Up to version 13 the methods of user-event gave nothing to wait for. */
function hasSynchronousUserEvent(context: PatternContext): boolean {
  const folder = dirname(join(context.tree.root, context.file));
  const known = synchronous.get(folder);
  if (known !== undefined) return known;
  const major = Number(/\d+/u.exec(userEventVersion(folder) ?? '')?.[0] ?? Number.NaN);
  synchronous.set(folder, major < 14);
  return major < 14;
}

/** The version that the nearest package above a folder asks for: in a monorepo the root seldom says it. */
function userEventVersion(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const manifest = readPackageManifest(current);
    const asked = { ...manifest?.dependencies, ...manifest?.devDependencies }['@testing-library/user-event'];
    if (asked !== undefined || dirname(current) === current) return asked;
  }
}
