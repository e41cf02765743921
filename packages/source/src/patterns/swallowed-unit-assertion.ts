import { ts } from 'ts-morph';

import { calledName, receiverOf } from '../syntax/call.ts';
import { enclosingFunction } from '../syntax/functions.ts';
import { unwrapped, unwrappedParent, walk } from '../syntax/walk.ts';
import { expectationOf } from './expectation.ts';
import type { PatternHit } from './flaky-pattern.ts';
import { isInLoop, type PatternContext } from './pattern-context.ts';

const WHY = 'The failure of this assertion is thrown away, so the test passes whatever it finds.';
const ADVICE =
  'Let it fail. When an error is expected, assert it: `expect(act).toThrow(…)`, `await expect(promise).rejects.toThrow(…)`.';

/** Assertions of unit tests whose failure a `catch` throws away. Attempts that are made again are none. */
export function swallowedUnitHits(context: PatternContext, isNothing: (block: ts.Block) => boolean): PatternHit[] {
  if (!context.source.text.includes('catch')) return [];
  const hits: PatternHit[] = [];
  walk(context.source, (node) => {
    if (!ts.isTryStatement(node)) return;
    const { catchClause } = node;
    if (!catchClause || !isNothing(catchClause.block) || isInLoop(node) || leaves(node.tryBlock)) return;
    if (context.calls.some((call) => isOwnAssertion(call, node.tryBlock))) hits.push(hitOf(node));
  });
  for (const call of context.calls) {
    const receiver = calledName(call) === 'catch' ? receiverOf(call) : undefined;
    const [handler] = call.arguments.map((argument) => unwrapped(argument));
    const isExpectation = receiver && ts.isCallExpression(receiver) && expectationOf(receiver) !== undefined;
    if (isExpectation && handler && ts.isArrowFunction(handler) && ts.isBlock(handler.body) && isNothing(handler.body))
      hits.push(hitOf(call));
  }
  return hits;
}

function hitOf(node: ts.Node): PatternHit {
  return { node, why: WHY, advice: ADVICE };
}

/** An assertion in the course of a block; what stands in a function that the block declares is not. */
function isOwnAssertion(call: ts.CallExpression, block: ts.Block): boolean {
  if (call.pos < block.pos || call.end > block.end || !expectationOf(call)) return false;
  const isWaitedFor = ts.isExpressionStatement(call.parent) || ts.isAwaitExpression(unwrappedParent(call));
  return isWaitedFor && enclosingFunction(call) === enclosingFunction(block);
}

/** A `try` that returns asks a question. */
function leaves(block: ts.Block): boolean {
  return block.statements.some((statement) => ts.isReturnStatement(statement) || ts.isBreakStatement(statement));
}
