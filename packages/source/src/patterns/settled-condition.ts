import { ts } from 'ts-morph';

import { calledName, rootIdentifier } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { ancestorOf, unwrapped, walk } from '../syntax/walk.ts';
import { packageOf, type PatternContext } from './pattern-context.ts';
import { testOf } from './test-structure.ts';

/** Globals that say where the test runs, and constants that a build sets. */
const SETTINGS =
  /^(?:process|globalThis|global|window|self|document|navigator|Deno|Bun|undefined|NaN|Infinity|[A-Z][A-Z\d_]*|__\w+__)$/u;

/**
 * Whether a condition of a test comes out the same in every run on one machine: made of literals, rows of a table, loop variables,
 * constants of the file, imports and the platform, and of nothing that the test itself brought about.
 */
export function isSettledCondition(context: PatternContext, condition: ts.Expression, depth = 0): boolean {
  if (depth > 4) return false;
  let settled = true;
  walk(condition, (node) => {
    if (!settled || isFunctionNode(node)) return false;
    if (ts.isTypeOfExpression(node)) return false;
    if (ts.isCallExpression(node) && !isPlainCall(context, node)) settled = false;
    if (ts.isIdentifier(node) && !isMemberName(node)) settled = isSettledName(context, node, depth);
    return settled;
  });
  return settled;
}

const PLAIN =
  /^(?:includes|startsWith|endsWith|test|match|has|some|every|indexOf|at|trim|split|toLowerCase|toUpperCase|isArray|keys)$/u;
const PLATFORM = /^(?:node:)?(?:os|process|semver)$/u;

/** A question to text, lists and the platform; any other call is answered by what the test tries. */
function isPlainCall(context: PatternContext, call: ts.CallExpression): boolean {
  const root = rootIdentifier(call.expression);
  if (root?.text === 'process' || PLATFORM.test((root && packageOf(context, root)?.module) ?? '')) return true;
  return ts.isPropertyAccessExpression(unwrapped(call.expression)) && PLAIN.test(calledName(call));
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

function isSettledName(context: PatternContext, name: ts.Identifier, depth: number): boolean {
  const declaration = declarationOf(name);
  if (!declaration) return SETTINGS.test(name.text);
  // Rows of tables, fixtures and arguments of helpers are given from outside.
  if (ancestorOf(name, ts.isCatchClause)?.variableDeclaration === declaration) return false;
  const parameter = ts.isParameter(declaration) || ancestorOf(declaration, ts.isParameter) !== undefined;
  if (parameter || isLoopVariable(declaration)) return true;
  const owner = testOf(context, declaration);
  if (!owner) return !isReassigned(context, declaration);
  const variable = ts.isVariableDeclaration(declaration) ? declaration : undefined;
  const value = variable?.initializer && unwrapped(variable.initializer);
  return value !== undefined && !isFunctionNode(value) && isSettledCondition(context, value, depth + 1);
}

function isLoopVariable(declaration: ts.Node): boolean {
  const list = ancestorOf(declaration, ts.isVariableDeclarationList);
  return (
    list !== undefined &&
    (ts.isForOfStatement(list.parent) || ts.isForInStatement(list.parent) || ts.isForStatement(list.parent))
  );
}

/** A `let` of the file or group that tests and hooks set. */
function isReassigned(context: PatternContext, declaration: ts.Node): boolean {
  return context.assignments.some((one) => ts.isIdentifier(one.left) && declarationOf(one.left) === declaration);
}
