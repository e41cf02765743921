import { ts } from 'ts-morph';

import { calledName, dottedName, rootIdentifier } from '../syntax/call.ts';
import { declarationOf } from '../syntax/scope.ts';
import { ancestorOf, isWithin, unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { restoringFixOf, stubFixOf } from './fixes/leaked-mock.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { packageOf, type PatternContext } from './pattern-context.ts';
import { type RunnerSettings, runnerSettingsOf } from './runner-settings.ts';
import { hookOf, leaksBeyond, testOf, isUsingList } from './test-structure.ts';

/** One way to replace something, and what puts it back. */
interface Replacement {
  readonly call: RegExp;
  readonly restoredBy: RegExp;
  /** Options of the runner that put it back after every test. */
  readonly settings: readonly string[];
  readonly advice: string;
}

const REPLACEMENTS: readonly Replacement[] = [
  {
    call: /^(?:vi|vitest|jest)\.(?:spyOn|replaceProperty)$/u,
    restoredBy: /(?:restoreAllMocks|resetAllMocks|mockRestore|mockReset|\.restore|Symbol\.dispose)$/u,
    settings: ['restoreMocks', 'mockReset', 'resetMocks'],
    advice: 'Call `vi.restoreAllMocks()` in `afterEach`, or set `restoreMocks: true` in the config.',
  },
  {
    call: /^(?:vi|vitest)\.stubGlobal$/u,
    restoredBy: /unstubAllGlobals$/u,
    settings: ['unstubGlobals'],
    advice: 'Call `vi.unstubAllGlobals()` in `afterEach`, or set `unstubGlobals: true` in the config.',
  },
  {
    call: /^(?:vi|vitest)\.stubEnv$/u,
    restoredBy: /unstubAllEnvs$/u,
    settings: ['unstubEnvs'],
    advice: 'Call `vi.unstubAllEnvs()` in `afterEach`, or set `unstubEnvs: true` in the config.',
  },
  {
    call: /^(?:vi|vitest|jest)\.doMock$/u,
    restoredBy: /(?:doUnmock|dontMock|resetModules|unmock)$/u,
    settings: ['resetModules'],
    advice: 'Call `vi.doUnmock(…)` and `vi.resetModules()` in `afterEach`.',
  },
  {
    call: /^sinon\.(?:stub|replace|spy|mock)$/u,
    restoredBy: /\.restore$/u,
    settings: [],
    advice: 'Call `sinon.restore()` in `afterEach`, or use a sandbox.',
  },
  {
    call: /^mock\.(?:method|getter|setter|property|module)$/u,
    restoredBy: /(?:restoreAll|mock\.reset|\.restore)$/u,
    settings: [],
    advice: 'Use `t.mock` of the test, which is restored at its end, or call `mock.restoreAll()` in `afterEach`.',
  },
];

const MODULES = /^(?:vitest|@jest\/globals|sinon|node:test|test)$/u;

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /spyOn|stub|doMock|replace|sinon|mock|process|globalThis|window|global|console|Date|Math|navigator/u;

/** A spy, stub, module mock or environment variable set in one test and still set in the next. What is restored, local or meant for the whole file is none. */
export const leakedMock: FlakyPattern = {
  name: 'leaked-mock',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    const settings = runnerSettingsOf(context);
    return [...callHits(context, settings), ...assignmentHits(context), ...definedHits(context)];
  },
};

function callHits(context: PatternContext, settings: RunnerSettings): PatternHit[] {
  return context.calls.flatMap((call) => {
    const name = dottedName(call.expression).join('.');
    const replacement = REPLACEMENTS.find((one) => one.call.test(name));
    if (!replacement || !isOwnTool(context, call) || !leaksBeyond(context, call)) return [];
    if (isRestored(context, settings, replacement, call) || isLocal(context, call) || isDisposed(call)) return [];
    if (leavesNothing(context, settings, call)) return [];
    return [hitOf(call, `\`${name}\``, replacement.advice, restoringFixOf(context, call))];
  });
}

const REPLACES = /^mock(?!Once|.*Once$|Clear|Name|Restore)/u;
const REPLACES_ONCE = /^mock\w*Once$/u;

/** A spy that calls through leaves only what it counted, which is cleared or of no interest to another; a value for one call is gone after it. */
function leavesNothing(context: PatternContext, settings: RunnerSettings, call: ts.CallExpression): boolean {
  if (dottedName(call.expression).at(-1) !== 'spyOn') return false;
  const told = toldOf(context, call);
  if (told.some((name) => REPLACES.test(name))) return false;
  if (told.some((name) => REPLACES_ONCE.test(name))) return true;
  const isOnly = context.calls.every(
    (one) => one === call || calledName(one) !== 'spyOn' || targetOf(one) !== targetOf(call),
  );
  return (
    isOnly ||
    settings.enabled.has('clearMocks') ||
    [...context.called, ...settings.called].some((name) => /(?:clearAllMocks|mockClear)$/u.test(name))
  );
}

/** The methods called on a spy, in a chain or by its variable. */
function toldOf(context: PatternContext, call: ts.CallExpression): readonly string[] {
  const chained: string[] = [];
  for (let node: ts.Node = call.parent; ; node = node.parent) {
    if (ts.isPropertyAccessExpression(node)) chained.push(node.name.text);
    else if (!ts.isCallExpression(node)) break;
  }
  const declared = ancestorOf(call, ts.isVariableDeclaration);
  const name = declared && ts.isIdentifier(declared.name) ? declared.name.text : undefined;
  const later = context.calls.flatMap((one) => {
    const names = dottedName(one.expression);
    return name !== undefined && names[0] === name ? names.slice(1) : [];
  });
  return [...chained, ...later];
}

function hitOf(node: ts.Node, what: string, advice: string, fix?: PatternHit['fix']): PatternHit {
  return {
    node,
    why: `What ${what} replaces stays replaced after this test, so the outcome of other tests of the file depends on the order they run in.`,
    advice,
    ...(fix && { fix }),
  };
}

/** `vi`, `jest`, `sinon` and `mock` are the tools when they are globals or come from their packages. */
function isOwnTool(context: PatternContext, call: ts.CallExpression): boolean {
  const root = rootIdentifier(call.expression);
  if (!root) return false;
  const module = packageOf(context, root)?.module;
  return module === undefined ? declarationOf(root) === undefined && root.text !== 'mock' : MODULES.test(module);
}

function isRestored(
  context: PatternContext,
  settings: RunnerSettings,
  replacement: Replacement,
  call: ts.CallExpression,
): boolean {
  if (replacement.settings.some((name) => settings.enabled.has(name))) return true;
  if ([...context.called, ...settings.called].some((name) => replacement.restoredBy.test(name))) return true;
  const target = targetOf(call);
  if (context.calls.some((one) => one.expression.getText() === 'Object.defineProperty' && targetOf(one) === target))
    return true;
  // A second argument list on the same target in a hook sets it anew before every test.
  return context.calls.some(
    (one) =>
      one !== call &&
      replacement.call.test(dottedName(one.expression).join('.')) &&
      targetOf(one) === target &&
      hookOf(context, one)?.kind === 'beforeEach',
  );
}

function targetOf(call: ts.CallExpression): string {
  return call.arguments
    .slice(0, 2)
    .map((argument) => argument.getText())
    .join('.');
}

/** Spying on an object that the test itself made leaves nothing behind. */
function isLocal(context: PatternContext, call: ts.CallExpression): boolean {
  const first = call.arguments[0] && unwrapped(call.arguments[0]);
  const root = first && rootIdentifier(first);
  const declaration = root && declarationOf(root);
  const owner = testOf(context, call)?.body ?? hookOf(context, call)?.body;
  return declaration !== undefined && owner !== undefined && isWithin(declaration, owner);
}

/** `using spy = vi.spyOn(…)`. */
function isDisposed(call: ts.CallExpression): boolean {
  const declaration = ancestorOf(call, ts.isVariableDeclarationList);
  return declaration !== undefined && isUsingList(declaration);
}

const GLOBAL_TARGET =
  /^(?:process\.env\.\w+|(?:globalThis|window|global)\.\w+|console\.\w+|Date\.now|Math\.random|process\.(?:argv|platform|exitCode|exit|cwd|stdout\.\w+|stderr\.\w+)|navigator\.\w+)$/u;

/** `process.env.MODE = 'x'`, `globalThis.fetch = …`, `console.error = …` in a test. */
function assignmentHits(context: PatternContext): PatternHit[] {
  const written = new Map<string, ts.BinaryExpression[]>();
  for (const assignment of context.assignments) {
    const target = dottedName(assignment.left).join('.');
    const root = GLOBAL_TARGET.test(target) ? rootIdentifier(assignment.left) : undefined;
    if (!root || declarationOf(root)) continue;
    written.set(target, [...(written.get(target) ?? []), assignment]);
  }
  return [...written].flatMap(([target, all]) => {
    const leaks = all.filter(
      (one) => testOf(context, one) && !isPuttingBack(context, one) && leaksBeyond(context, one),
    );
    const [first] = leaks;
    // Whoever writes it twice in a file, deletes it or assigns the whole object puts it back.
    if (!first || all.length > leaks.length || isPutBack(context, target, leaks)) return [];
    return leaks.map((one) =>
      hitOf(
        one,
        `\`${target} = …\``,
        target.startsWith('process.env')
          ? 'Use `vi.stubEnv(…)` with `unstubEnvs: true`, or put the old value back in `afterEach`.'
          : 'Use `vi.stubGlobal(…)` or `vi.spyOn(…)` and restore it in `afterEach`.',
        stubFixOf(context, one),
      ),
    );
  });
}

/** What runs after a test puts something back: `t.after(() => { process.argv = before; })`. */
function isPuttingBack(context: PatternContext, assignment: ts.BinaryExpression): boolean {
  return hookOf(context, assignment)?.kind.startsWith('after') === true;
}

/** `Object.defineProperty(window, 'innerWidth', …)` in a test of a file that never defines it again. */
function definedHits(context: PatternContext): PatternHit[] {
  const defined = context.calls.filter((call) => call.expression.getText() === 'Object.defineProperty');
  return defined.flatMap((call) => {
    const target = call.arguments[0] && unwrapped(call.arguments[0]);
    const root = target && rootIdentifier(target);
    const name = call.arguments[1] && unwrapped(call.arguments[1]);
    // A name of the test's own (`_flag`) is nothing that others read.
    const isOwn = !name || !ts.isStringLiteralLike(name) || name.text.startsWith('_');
    const isShared = !isOwn && root && DEFINED.test(root.text) && !declarationOf(root) && testOf(context, call);
    const isPutAgain =
      defined.some((one) => one !== call && targetOf(one) === targetOf(call)) ||
      context.deletions.some((one) => one.expression.getText().startsWith(target?.getText() ?? ''));
    if (!isShared || isPutAgain || !leaksBeyond(context, call)) return [];
    return [
      hitOf(
        call,
        `\`Object.defineProperty(${targetOf(call).replace('.', ', ')}, …)\``,
        'Keep the old descriptor and define it again in `afterEach`, or use `vi.spyOn(…, "get")` or `vi.stubGlobal(…)` and restore it.',
      ),
    ];
  });
}

const DEFINED = /^(?:window|globalThis|global|navigator|document|process|screen|location|history|console)$/u;

function isPutBack(context: PatternContext, target: string, leaks: readonly ts.BinaryExpression[]): boolean {
  const tests = leaks.map((one) => testOf(context, one));
  // Written twice in one test: the second time puts the old value back.
  if (new Set(tests).size < tests.length) return true;
  const whole = target.split(/[.[]/u).slice(0, 2).join('.');
  return (
    context.deletions.some((one) => dottedName(one.expression).join('.') === target) ||
    context.assignments.some((one) => dottedName(one.left).join('.') === whole && whole !== target) ||
    context.calls.some(
      (call) =>
        /^(?:Object\.assign|Reflect\.(?:set|deleteProperty))$/u.test(dottedName(call.expression).join('.')) &&
        call.arguments[0]?.getText() === whole &&
        unwrappedParent(call) !== undefined,
    )
  );
}
