import { ts } from 'ts-morph';

import { dottedName, memberAccessOf, rootIdentifier } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import { playwrightTypeOf } from '../playwright/known-type.ts';
import { bindingOf, type ExternalBinding } from '../tree/binding.ts';
import { declaredBinding } from '../tree/declared.ts';
import { isPlaywrightModule } from '../tree/runner-modules.ts';
import type { SourceTree } from '../tree/source-tree.ts';

/** What calling something registers, and what was said on the way (`only`, `skip`, `each` …). */
export interface TestCallee {
  readonly role: 'test' | 'describe';
  readonly modifiers: readonly string[];
  /** The module that gives the function; `undefined` for a global of the runner. */
  readonly module: string | undefined;
  /** True for `.each(table)`, `.for(table)` and ``.each`table` ``. */
  readonly each: boolean;
}

const ROLES: Readonly<Record<string, { readonly role: 'test' | 'describe'; readonly modifier?: string }>> = {
  test: { role: 'test' },
  it: { role: 'test' },
  specify: { role: 'test' },
  fit: { role: 'test', modifier: 'only' },
  xit: { role: 'test', modifier: 'skip' },
  xtest: { role: 'test', modifier: 'skip' },
  describe: { role: 'describe' },
  suite: { role: 'describe' },
  context: { role: 'describe' },
  fdescribe: { role: 'describe', modifier: 'only' },
  xdescribe: { role: 'describe', modifier: 'skip' },
};

/** Members of a test function that still register a test or a group when called. */
const CHAINED = new Set([
  'only',
  'skip',
  'fixme',
  'fail',
  'fails',
  'failing',
  'todo',
  'concurrent',
  'sequential',
  'serial',
  'parallel',
  'shuffle',
  'each',
  'for',
  'skipIf',
  'runIf',
  'describe',
  'test',
  'it',
]);

/** Packages whose default export is the test function. */
const DEFAULT_IS_TEST = /playwright/u;

interface Origin {
  readonly module: string | undefined;
  readonly name: string;
}

/** What a call registers, or `undefined` when it is an ordinary call. */
export function testCalleeOf(tree: SourceTree, call: ts.CallExpression): TestCallee | undefined {
  const members: string[] = [];
  let each = false;
  let current = unwrapped(call.expression);
  for (;;) {
    const member = memberAccessOf(current);
    if (member) {
      members.unshift(member.name);
      current = member.owner;
    } else if (ts.isCallExpression(current) || ts.isTaggedTemplateExpression(current)) {
      // Only `.each(…)`, `.for(…)`, `.skipIf(…)` and `.runIf(…)` are called before the call that registers.
      const callee = unwrapped(ts.isCallExpression(current) ? current.expression : current.tag);
      if (!ts.isPropertyAccessExpression(callee) || !['each', 'for', 'skipIf', 'runIf'].includes(callee.name.text))
        return undefined;
      each ||= callee.name.text === 'each' || callee.name.text === 'for';
      current = callee;
    } else break;
  }
  if (!ts.isIdentifier(current)) return undefined;
  const origin = originOf(tree, current, 0);
  if (!origin) return undefined;
  return calleeFrom(origin, members, each);
}

function calleeFrom(origin: Origin, members: readonly string[], each: boolean): TestCallee | undefined {
  const isNamespace = origin.name === '*';
  const name = isNamespace ? members[0] : origin.name === 'default' ? 'test' : origin.name;
  const rest = isNamespace ? members.slice(1) : members;
  const start = name === undefined || !Object.hasOwn(ROLES, name) ? undefined : ROLES[name];
  if (!start || rest.some((member) => !CHAINED.has(member))) return undefined;
  const role = rest.includes('describe')
    ? 'describe'
    : rest.includes('test') || rest.includes('it')
      ? 'test'
      : start.role;
  return { role, modifiers: [...(start.modifier ? [start.modifier] : []), ...rest], module: origin.module, each };
}

/** The package export or global that a name of the test API goes back to, through imports, aliases and `extend`. */
function originOf(tree: SourceTree, identifier: ts.Identifier, depth: number): Origin | undefined {
  if (depth > 8) return undefined;
  const binding = bindingOf(tree, identifier);
  if (!binding) return Object.hasOwn(ROLES, identifier.text) ? { module: undefined, name: identifier.text } : undefined;
  if (binding.kind === 'external') return declaredOrigin(tree, binding) ?? externalOrigin(binding, identifier.text);
  if (binding.kind === 'module') return undefined;
  const { node } = binding;
  if (ts.isBindingElement(node)) return elementOrigin(tree, node, depth);
  if (ts.isVariableDeclaration(node))
    return node.initializer ? expressionOrigin(tree, node.initializer, depth) : undefined;
  return ts.isExpression(node) ? expressionOrigin(tree, node, depth) : undefined;
}

/** A test function that a package made of Playwright's, whatever its name. */
function declaredOrigin(tree: SourceTree, binding: ExternalBinding): Origin | undefined {
  const declared = declaredBinding(tree, binding);
  if (declared === binding) return undefined;
  if (declared.kind === 'external') return isPlaywrightModule(declared.module) ? declared : undefined;
  const type = declared.kind === 'node' && ts.isVariableDeclaration(declared.node) ? declared.node.type : undefined;
  return type && playwrightTypeOf(tree, type)?.name === 'TestType'
    ? { module: '@playwright/test', name: 'test' }
    : undefined;
}

function externalOrigin(
  binding: { readonly module: string; readonly name: string },
  local: string,
): Origin | undefined {
  if (
    binding.name === 'default' &&
    !DEFAULT_IS_TEST.test(binding.module) &&
    binding.module !== 'node:test' &&
    local !== 'test' &&
    local !== 'it'
  )
    return undefined;
  return binding;
}

/** `const { describe } = test` and `const { it } = await import('vitest')`. */
function elementOrigin(tree: SourceTree, element: ts.BindingElement, depth: number): Origin | undefined {
  const owner = element.parent.parent;
  const key = element.propertyName ?? element.name;
  if (!ts.isVariableDeclaration(owner) || !owner.initializer || !ts.isIdentifier(key)) return undefined;
  const origin = expressionOrigin(tree, owner.initializer, depth);
  return origin && { module: origin.module, name: key.text };
}

function expressionOrigin(tree: SourceTree, expression: ts.Expression, depth: number): Origin | undefined {
  const node = unwrapped(expression);
  if (ts.isCallExpression(node)) return extendedOrigin(tree, node, depth + 1);
  const [root = '', ...members] = dottedName(node);
  const identifier = rootIdentifier(node);
  const origin = identifier?.text === root ? originOf(tree, identifier, depth + 1) : undefined;
  if (!origin || !members.every((member) => CHAINED.has(member))) return undefined;
  // `const describe = test.describe`, `const t = test.only`
  const named = members.find((member) => Object.hasOwn(ROLES, member));
  return { module: origin.module, name: named ?? origin.name };
}

/** `base.extend({ … })` and `mergeTests(a, b)` */
function extendedOrigin(tree: SourceTree, call: ts.CallExpression, depth: number): Origin | undefined {
  const callee = unwrapped(call.expression);
  const first = call.arguments[0];
  if (ts.isIdentifier(callee))
    return callee.text === 'mergeTests' && first ? expressionOrigin(tree, first, depth) : undefined;
  const isExtension =
    ts.isPropertyAccessExpression(callee) && ['extend', 'override', 'scoped'].includes(callee.name.text);
  return isExtension ? expressionOrigin(tree, callee.expression, depth) : undefined;
}
