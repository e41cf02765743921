import { ts } from 'ts-morph';

import { playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { type FunctionNode, isFunctionNode } from '../syntax/functions.ts';
import { declarationOf } from '../syntax/scope.ts';
import { isWithin, unwrapped, walk } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import type { FlakyPattern } from './flaky-pattern.ts';
import type { PatternContext } from './pattern-context.ts';

/** Methods whose function runs in the page, and where it stands among the arguments. */
const IN_PAGE: Readonly<Record<string, number>> = {
  evaluate: 0,
  evaluateHandle: 0,
  evaluateAll: 0,
  waitForFunction: 0,
  addInitScript: 0,
  $eval: 1,
  $$eval: 1,
};

/** A function that runs in the page and uses a variable of the test, which is not there. */
export const unsafeEvaluateClosure: FlakyPattern = {
  name: 'unsafe-evaluate-closure',
  severity: 'error',
  find: (context) =>
    playwrightCallsOf(context).flatMap(({ call, method }) => {
      const place = Object.hasOwn(IN_PAGE, method) ? IN_PAGE[method] : undefined;
      const argument = place === undefined ? undefined : call.arguments[place];
      const inner = argument && functionIn(context, argument);
      const used = inner && outerNamesIn(inner);
      if (!used || used.length === 0) return [];
      const names = used.map((name) => `\`${name}\``).join(', ');
      return [
        {
          node: call,
          why: `The function runs in the page, where ${names} of the test ${used.length === 1 ? 'does' : 'do'} not exist: it throws there, or takes a global of the page with the same name.`,
          advice: `Pass the value as an argument: \`${method}((value) => …, value)\`.`,
        },
      ];
    }),
};

function functionIn(context: PatternContext, argument: ts.Expression): FunctionNode | undefined {
  const node = unwrapped(argument);
  return isFunctionNode(node) ? node : ts.isIdentifier(node) ? functionOf(context.tree, node) : undefined;
}

/** Names in a function that are declared outside it. Types vanish before it runs, so they do not count. */
function outerNamesIn(inner: FunctionNode): string[] {
  const names = new Set<string>();
  walk(inner, (node) => {
    if (ts.isTypeNode(node)) return false;
    if (!ts.isIdentifier(node) || !isReference(node)) return true;
    const declaration = declarationOf(node);
    if (declaration && !isWithin(declaration, inner) && !isTypeOnly(declaration)) names.add(node.text);
    return true;
  });
  return [...names];
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isMetaProperty(parent)) return parent.name !== node;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent))
    return parent.name !== node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  return !ts.isLabeledStatement(parent) && !ts.isBreakOrContinueStatement(parent);
}

function isTypeOnly(declaration: ts.Node): boolean {
  return (
    ts.isInterfaceDeclaration(declaration) ||
    ts.isTypeAliasDeclaration(declaration) ||
    isAmbient(declaration) ||
    (ts.isImportSpecifier(declaration) && (declaration.isTypeOnly || declaration.parent.parent.isTypeOnly))
  );
}

/** `declare const app: App` tells of a global of the page. */
function isAmbient(declaration: ts.Node): boolean {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword)
  );
}
