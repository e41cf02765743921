import { ts } from 'ts-morph';

import { unwrapped } from '../syntax/walk.ts';
import type { FoundTest } from '../tests/static-tests.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { isMutated, isReset } from './mutation.ts';
import type { PatternContext } from './pattern-context.ts';
import { hookOf, sharedVariablesOf, type SharedVariable, testOf } from './test-structure.ts';

/** An object, list or counter of the file that one test changes and another uses, with nothing that resets it between. */
export const sharedMutableState: FlakyPattern = {
  name: 'shared-mutable-state',
  severity: 'warning',
  find: (context) => sharedVariablesOf(context).flatMap((variable) => hitOf(context, variable) ?? []),
};

function hitOf(context: PatternContext, variable: SharedVariable): PatternHit | undefined {
  if (!isState(variable)) return undefined;
  // A hook that names it looks after it.
  if (variable.references.some((one) => hookOf(context, one))) return undefined;
  const uses = usesByTest(context, variable);
  const changed = [...uses].flatMap(([test, names]) =>
    names.filter((name) => isMutated(name)).map((name) => ({ test, name })),
  );
  const first = changed[0];
  if (!first) return undefined;
  const victim = [...uses].find(([test, names]) => test !== first.test && names[0] && !isReset(names[0]))?.[0];
  if (!victim) return undefined;
  return {
    node: first.name,
    evidence: [`"${victim.titlePath.at(-1) ?? ''}" uses \`${variable.name}\` too.`],
    why: `This test changes \`${variable.name}\`, which other tests of the file use and nothing resets, so outcomes depend on which tests ran before.`,
    advice: `Make \`${variable.name}\` anew in \`beforeEach\`, or inside each test.`,
  };
}

/** Something with an inside, or a counter. Mocks count their own calls and are cleared by other means. */
function isState({ declaration, isConst }: SharedVariable): boolean {
  const initializer = declaration.initializer && unwrapped(declaration.initializer);
  if (!initializer) return false;
  if (ts.isNumericLiteral(initializer)) return !isConst;
  if (ts.isNewExpression(initializer))
    return /^(?:Map|Set|WeakMap|WeakSet|Array)$/u.test(initializer.expression.getText());
  return ts.isArrayLiteralExpression(initializer) || ts.isObjectLiteralExpression(initializer);
}

function usesByTest(context: PatternContext, variable: SharedVariable): Map<FoundTest, ts.Identifier[]> {
  const uses = new Map<FoundTest, ts.Identifier[]>();
  for (const name of variable.references) {
    const test = testOf(context, name);
    if (test) uses.set(test, [...(uses.get(test) ?? []), name]);
  }
  return uses;
}
