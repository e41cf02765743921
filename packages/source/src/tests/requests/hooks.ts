import { ts } from 'ts-morph';

import { dottedName } from '../../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../../syntax/functions.ts';
import { unwrapped } from '../../syntax/walk.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { functionOf } from '../../tree/values.ts';

/** The `beforeAll` and `beforeEach` functions of the groups around a test and of its file, outermost first. */
export function hooksAround(tree: SourceTree, call: ts.CallExpression): readonly FunctionNode[] {
  const blocks: (ts.Block | ts.SourceFile)[] = [];
  for (let node: ts.Node | undefined = call.parent; node; node = node.parent)
    if (ts.isBlock(node) || ts.isSourceFile(node)) blocks.unshift(node);
  return blocks.flatMap((block) => hooksIn(tree, block));
}

const hooksOfBlock = new WeakMap<ts.Node, readonly FunctionNode[]>();

function hooksIn(tree: SourceTree, block: ts.Block | ts.SourceFile): readonly FunctionNode[] {
  const known = hooksOfBlock.get(block);
  if (known) return known;
  const hooks = block.statements.flatMap((statement) => {
    const call = ts.isExpressionStatement(statement) ? unwrapped(statement.expression) : undefined;
    if (!call || !ts.isCallExpression(call)) return [];
    if (!/^before(?:Each|All)$/u.test(dottedName(call.expression).at(-1) ?? '')) return [];
    const bodies = call.arguments.map((argument) => {
      const node = unwrapped(argument);
      return isFunctionNode(node) ? node : ts.isIdentifier(node) ? functionOf(tree, node) : undefined;
    });
    return bodies.find((body) => body !== undefined) ?? [];
  });
  hooksOfBlock.set(block, hooks);
  return hooks;
}
