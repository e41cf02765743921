import { ts } from 'ts-morph';

import { FINDER_METHODS } from '../playwright/members.ts';
import { memberAccessOf, nameText } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import { isText } from './tree-changes.ts';

/** One call of a locator. */
export interface CallInChain {
  readonly method: string;
  readonly node: ts.CallExpression;
}

const positions = new Set(['first', 'last', 'nth']);
const bare = new Set(['first', 'last', 'contentFrame']);
const filterOptions = new Set(['hasText', 'has', 'hasNot', 'hasNotText', 'visible']);

/** Whether a call finds elements or narrows what was found. Lists and groups of tests have methods of the same names. */
export function isLocatorCall(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node)) return false;
  const method = memberAccessOf(node.expression)?.name ?? '';
  if (FINDER_METHODS.has(method) || method === 'frameLocator') return node.arguments.length > 0;
  const [first, ...others] = node.arguments;
  if (bare.has(method)) return !first;
  if (!first || others.length > 0) return false;
  if (method === 'nth') return !ts.isStringLiteralLike(first);
  if (method === 'describe') return ts.isStringLiteralLike(first);
  return (
    method === 'filter' &&
    ts.isObjectLiteralExpression(first) &&
    first.properties.every(({ name }) => filterOptions.has(nameText(name) ?? ''))
  );
}

/** What a locator begins at, and its calls in order. */
export function chainOf(call: ts.CallExpression): {
  readonly root: ts.Expression;
  readonly calls: readonly CallInChain[];
} {
  const calls: CallInChain[] = [];
  let current: ts.Expression = call;
  while (isLocatorCall(current)) {
    const access = memberAccessOf(current.expression);
    if (!access) break;
    calls.unshift({ method: access.name, node: current });
    current = access.owner;
  }
  return { root: current, calls };
}

/** Whether a method chooses by position. */
export function isPositionMethod(method: string): boolean {
  return positions.has(method);
}

/** One thing that a locator asks for. */
export interface Condition {
  /** The method, or the option of it: `getByRole`, `name`, `hasText`. */
  readonly via: string;
  readonly node: ts.Expression;
  /** The text, the source of the regular expression, else the code. */
  readonly text: string;
  readonly isPattern: boolean;
  /** Whether it is written out. */
  readonly isWritten: boolean;
  /** Whether it is asked of something else than the element: within `has`, or before the last call that finds. */
  readonly isAround: boolean;
  /** What the call finds that it belongs to: the first argument as it is written. */
  readonly of: string;
}

/** All that a locator asks for, in its order. */
export function conditionsOf(call: ts.CallExpression, isAround = false): readonly Condition[] {
  const { calls } = chainOf(call);
  const target = calls.findLastIndex(({ method }) => FINDER_METHODS.has(method));
  return calls.flatMap(({ method, node }, at) => {
    const given = { isAround: isAround || at < target, of: node.arguments[0]?.getText() ?? '' };
    return node.arguments.flatMap((argument) => ofArgument(method, argument, given));
  });
}

type Surroundings = Pick<Condition, 'isAround' | 'of'>;

function ofArgument(via: string, argument: ts.Expression, given: Surroundings): readonly Condition[] {
  const node = unwrapped(argument);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.flatMap((property) => {
      const key = nameText(property.name) ?? '';
      if (ts.isPropertyAssignment(property)) return ofArgument(key, property.initializer, given);
      return ts.isShorthandPropertyAssignment(property) ? ofArgument(key, property.name, given) : [];
    });
  const isPattern = ts.isRegularExpressionLiteral(node);
  const own: Condition = {
    via,
    node,
    text: textIn(node),
    isPattern,
    isWritten: isText(node) || ts.isTemplateExpression(node),
    ...given,
  };
  return isLocatorCall(node) ? [own, ...conditionsOf(node, true)] : [own];
}

/** What a text says, or a regular expression without its slashes and flags; of anything else the code. */
export function textIn(node: ts.Node): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isRegularExpressionLiteral(node) ? node.text.slice(1, node.text.lastIndexOf('/')) : node.getText();
}

/** The last call that finds: what the locator is about. */
export function targetOf(call: ts.CallExpression): CallInChain | undefined {
  return chainOf(call).calls.findLast(({ method }) => FINDER_METHODS.has(method));
}
