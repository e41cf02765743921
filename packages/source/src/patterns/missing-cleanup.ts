import { ts } from 'ts-morph';

import { dottedName } from '../syntax/call.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { cleanupFixOf } from './fixes/missing-cleanup.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, isGlobal, type PatternContext } from './pattern-context.ts';
import { runnerSettingsOf } from './runner-settings.ts';
import { hookOf, testOf } from './test-structure.ts';

/** Something of the page that tests of a file share. */
interface Place {
  readonly name: string;
  /** Dotted names of what changes it, by a call or by an assignment. */
  readonly changes: RegExp;
  /** What puts it back: dotted names of calls and targets of assignments. */
  readonly cleanup: RegExp;
  /** What another test does when it looks there. */
  readonly looks: RegExp;
  readonly advice: string;
}

const PLACES: readonly Place[] = [
  {
    name: 'the document',
    changes:
      /^document\.(?:body|documentElement|head)\.(?:innerHTML|appendChild|append|prepend|insertAdjacentHTML|insertBefore|className|classList\.add|setAttribute)$/u,
    cleanup:
      /(?:^|\.)(?:remove|removeChild|replaceChildren|cleanup|classList\.remove|removeAttribute)$|^document\.(?:body|documentElement|head)\.innerHTML$/u,
    looks:
      /^(?:document\.(?:querySelector|querySelectorAll|getElementById|getElementsBy\w+|body(?:\.\w+)*)|screen\.\w+)$/u,
    advice: "Empty the document in `afterEach` (`document.body.replaceChildren()`), or call the library's `cleanup`.",
  },
  {
    name: 'the storage',
    changes: /^(?:window\.)?(?:localStorage|sessionStorage)\.setItem$/u,
    cleanup: /(?:localStorage|sessionStorage)\.(?:clear|removeItem)$|unstubAllGlobals$/u,
    looks: /^(?:window\.)?(?:localStorage|sessionStorage)\.\w+$/u,
    advice: 'Call `localStorage.clear()` in `beforeEach` or `afterEach`.',
  },
  {
    name: 'the listeners of the window',
    changes: /^(?:window|document|globalThis|process)\.(?:addEventListener|on|once)$/u,
    cleanup: /\.(?:removeEventListener|removeListener|removeAllListeners|off|abort)$/u,
    looks: /^(?:window|document|globalThis|process)\.(?:dispatchEvent|emit|addEventListener|on)$/u,
    advice: 'Remove the listener in `afterEach`, or add it with `{ signal }` and abort.',
  },
  {
    name: 'the address',
    changes: /^(?:window\.)?history\.(?:pushState|replaceState)$|^(?:window\.)?location\.(?:hash|href|search)$/u,
    cleanup: /^$/u,
    looks: /^(?:window\.)?location(?:\.\w+)*$/u,
    advice: "Put the address back in `afterEach`: `history.replaceState(null, '', '/')`.",
  },
];

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /document|Storage|EventListener|history|location|process/u;

/** The page changed by a test and left so for a test that looks at it. Files that clean up in any way are none. */
export const missingCleanup: FlakyPattern = {
  name: 'missing-cleanup',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    return PLACES.flatMap((place) => hitsIn(context, place));
  },
};

function hitsIn(context: PatternContext, place: Place): PatternHit[] {
  const changes = changesOf(context, place);
  if (changes.length === 0 || isCleaned(context, place, changes)) return [];
  return changes.flatMap((node) => {
    const own = testOf(context, node);
    const victim = context.tests.find((test) => test !== own && test.body && looksAt(test.body, place));
    if (!own || !victim || flowOf(context, node) !== 'test') return [];
    const fix = cleanupFixOf(context, node);
    return [
      {
        node,
        evidence: [`"${victim.titlePath.at(-1) ?? ''}" looks there too.`],
        why: `The test changes ${place.name} and leaves it so, and what another test finds there depends on which ran before.`,
        advice: place.advice,
        ...(fix && { fix }),
      },
    ];
  });
}

/** Calls and assignments that change the place and are not undone by their own options. */
function changesOf(context: PatternContext, place: Place): ts.Node[] {
  const calls = context.calls.filter(
    (call) =>
      place.changes.test(dottedName(call.expression).join('.')) && isReal(call.expression) && !isSelfRemoving(call),
  );
  const assignments = context.assignments.filter((one) => place.changes.test(one.left.getText()) && isReal(one.left));
  return [...calls, ...assignments].filter((node) => testOf(context, node));
}

/** The root is the runtime's own. */
function isReal(expression: ts.Expression): boolean {
  let root = unwrapped(expression);
  while (ts.isPropertyAccessExpression(root)) root = unwrapped(root.expression);
  return ts.isIdentifier(root) && isGlobal(root, root.text);
}

/** `{ once: true }`, `{ signal }`. */
function isSelfRemoving(call: ts.CallExpression): boolean {
  return (
    call.expression.getText().endsWith('.once') ||
    call.arguments.slice(2).some((one) => /\b(?:once|signal)\b/u.test(one.getText()))
  );
}

function isCleaned(context: PatternContext, place: Place, changes: readonly ts.Node[]): boolean {
  const called = [...context.called, ...runnerSettingsOf(context).called];
  if (called.some((name) => place.cleanup.test(name) && !place.changes.test(name))) return true;
  return [...context.assignments, ...context.calls].some((node) => {
    const text = ts.isCallExpression(node) ? dottedName(node.expression).join('.') : node.left.getText();
    // A hook that writes there before or after each test puts it back; so does an empty text.
    if (place.changes.test(text) && hookOf(context, node)) return true;
    return !changes.includes(node) ? place.cleanup.test(text) : isEmptied(node);
  });
}

function isEmptied(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && ts.isStringLiteralLike(node.right) && node.right.text === '';
}

function looksAt(body: ts.Node, place: Place): boolean {
  let changesFirst: boolean | undefined;
  let looks = false;
  walk(body, (node) => {
    if (!ts.isPropertyAccessExpression(node)) return;
    const name = dottedName(node).join('.');
    // Whoever sets it first does not see what was there.
    if (place.changes.test(name)) changesFirst ??= true;
    else if (place.looks.test(name)) {
      changesFirst ??= false;
      looks = true;
    }
  });
  return looks && changesFirst !== true;
}
