import { ts } from 'ts-morph';

import { isWithin, walk } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import type { PatternContext } from './pattern-context.ts';
import { teardownCallsOf } from './test-structure.ts';

const ENDS = /close|stop|shut|destroy|dispose|terminate|kill|clean|tear|end|reset|exit/iu;

/** Whether a hook that runs after tests calls a function of another file that sounds as if it ended things: `afterAll(stopAll)`. */
export function closesInHook(context: PatternContext): boolean {
  return teardownCallsOf(context).some((hook) => {
    let found = false;
    walk(hook, (node) => {
      found ||= ts.isIdentifier(node) && ENDS.test(node.text) && isWithin(node, hook) && isFromElsewhere(context, node);
      return !found;
    });
    return found;
  });
}

function isFromElsewhere(context: PatternContext, name: ts.Identifier): boolean {
  const binding = bindingOf(context.tree, name);
  if (!binding || binding.kind === 'module') return binding !== undefined;
  if (binding.kind === 'node') return binding.node.getSourceFile() !== context.source;
  // Packages know nothing of the servers of a project.
  return /^(?:[./~#]|@\/)/u.test(binding.module);
}
