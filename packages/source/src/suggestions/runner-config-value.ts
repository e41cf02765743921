import type { RunnerName } from '@millwright/core';
import { ts } from 'ts-morph';

import { propertyOf } from '../syntax/call.ts';
import { walk } from '../syntax/walk.ts';
import { runnerConfigsOf } from '../tests/runner-configs.ts';
import type { SourceTree } from '../tree/source-tree.ts';

/** Where a runner's configuration sets an option, whatever object it stands in; undefined when it does not. */
export function configValueOf(
  tree: SourceTree,
  runner: RunnerName,
  option: string,
): { readonly file: string; readonly value: ts.Expression } | undefined {
  for (const { file, runner: owner } of runnerConfigsOf(tree)) {
    const source = owner === runner ? tree.source(file) : undefined;
    const value = source && valueIn(source, option);
    if (value !== undefined) return { file, value };
  }
  return undefined;
}

/** The file that configures a runner; undefined when there is none. */
export function configFileOf(tree: SourceTree, runner: RunnerName): string | undefined {
  return runnerConfigsOf(tree).find((config) => config.runner === runner)?.file;
}

function valueIn(source: ts.SourceFile, option: string): ts.Expression | undefined {
  let found: ts.Expression | undefined;
  walk(source, (node) => {
    if (found !== undefined || !ts.isObjectLiteralExpression(node)) return;
    const value = propertyOf(node, option);
    if (value !== undefined && !ts.isMethodDeclaration(value)) found = value;
  });
  return found;
}
