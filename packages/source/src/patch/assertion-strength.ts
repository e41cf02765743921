import { ts } from 'ts-morph';

import { dottedName } from '../syntax/call.ts';
import { walk } from '../syntax/walk.ts';
import { TRANSITIONS } from './assertion-transitions.ts';
import { type Assertion, assertionsOf, parsedSource } from './assertions.ts';

/** An assertion that a change of a file would lose or weaken. */
export interface AssertionLoss {
  /** `missing`: nothing stands for it any more. `weaker`: what stands for it asks for less. `not-run`: a test is skipped, expected to fail or left out. */
  readonly kind: 'missing' | 'weaker' | 'not-run';
  /** One sentence with the line of the text before, counted from 1. */
  readonly reason: string;
  readonly line: number;
}

/**
 * What a change of a test file would take away from its assertions, in the order of the text; empty when every assertion
 * is still there, in its test and its order, and asks for no less. Assertions may be added. Whatever is not known to keep
 * an assertion's strength (`TRANSITIONS`) counts as a loss.
 */
export function assertionLossesOf(before: string, after: string, file: string): readonly AssertionLoss[] {
  const [old, fresh] = [assertionsOf(before, file), assertionsOf(after, file)];
  const pairs = pairsOf(old, fresh);
  const taken = new Set(pairs.values());
  const lost = old.flatMap((one, index) => (pairs.has(index) ? [] : [lossOf(one, neighbour(index, fresh, taken))]));
  return [...lost, ...skippedIn(before, after, file)];

  /** An unpaired assertion of the same test is most likely what became of it. */
  function neighbour(index: number, list: readonly Assertion[], used: ReadonlySet<number>): Assertion | undefined {
    return list.find((one, place) => !used.has(place) && samePath(one, old[index]));
  }
}

function lossOf(before: Assertion, after: Assertion | undefined): AssertionLoss {
  const { line } = before;
  const name = `\`${before.negated ? 'not.' : ''}${before.matcher}\` of line ${line}`;
  return after
    ? {
        kind: 'weaker',
        line,
        reason: `${name} would become \`${after.negated ? 'not.' : ''}${after.matcher}\` on line ${after.line}, which is not known to ask for as much.`,
      }
    : { kind: 'missing', line, reason: `${name} would be gone.` };
}

/** Which assertion of the new text stands for which of the old: the most pairs that keep the order. */
function pairsOf(old: readonly Assertion[], fresh: readonly Assertion[]): ReadonlyMap<number, number> {
  const most = Array.from({ length: old.length + 1 }, () => Array.from({ length: fresh.length + 1 }, () => 0));
  const at = (row: number, column: number): number => most[row]?.[column] ?? 0;
  const fits = (row: number, column: number): boolean => keeps(old[row], fresh[column]);
  for (let row = old.length - 1; row >= 0; row -= 1)
    for (let column = fresh.length - 1; column >= 0; column -= 1) {
      const paired = fits(row, column) ? at(row + 1, column + 1) + 1 : 0;
      const line = most[row];
      if (line) line[column] = Math.max(paired, at(row + 1, column), at(row, column + 1));
    }
  const pairs = new Map<number, number>();
  for (let row = 0, column = 0; row < old.length && column < fresh.length;) {
    if (fits(row, column) && at(row, column) === at(row + 1, column + 1) + 1) {
      pairs.set(row, column);
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}

/** Whether an assertion stands for another with at least its strength. */
function keeps(before: Assertion | undefined, after: Assertion | undefined): boolean {
  if (!before || !after || !samePath(before, after) || !sameReach(before, after)) return false;
  return TRANSITIONS.some((transition) => transition.allows(before, after));
}

function samePath(one: Assertion | undefined, other: Assertion | undefined): boolean {
  return one?.path.join('\0') === other?.path.join('\0');
}

/** Nothing new decides whether it is reached. */
function sameReach(before: Assertion, after: Assertion): boolean {
  const left = [...before.guards];
  return after.guards.every((guard) => {
    const index = left.indexOf(guard);
    if (index !== -1) left.splice(index, 1);
    return index !== -1;
  });
}

const SKIPS = /^(?:skip|skipIf|fixme|todo|fails?|only)$/u;

/** Tests that the new text skips, expects to fail or leaves out, and the old one did not. */
function skippedIn(before: string, after: string, file: string): readonly AssertionLoss[] {
  const count = (text: string): readonly number[] => {
    const source = parsedSource(text, file);
    const lines: number[] = [];
    walk(source, (node) => {
      if (!ts.isCallExpression(node)) return;
      const names = dottedName(node.expression);
      if (/^(?:test|it|describe|suite|xit|xtest)$/u.test(names[0] ?? '') && names.some((name) => SKIPS.test(name)))
        lines.push(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
    });
    return lines;
  };
  const lines = count(after);
  const added = lines.length - count(before).length;
  if (added <= 0) return [];
  const [line = 1] = lines;
  return [
    {
      kind: 'not-run',
      line,
      reason: `${added} more test${added === 1 ? '' : 's'} would be skipped, expected to fail or left out.`,
    },
  ];
}
