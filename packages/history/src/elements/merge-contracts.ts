import type { StepContract } from '@millwright/core';

type Contract = StepContract | undefined;

/**
 * What a step leads to, by what was known and what was seen now, which replaces it: one that was not watched this time says nothing new.
 * A value that was another one before varies, and is no part of what the step does.
 */
export function mergedContract(old: Contract, seen: Contract): Contract {
  if (!seen?.sent || !old?.sent) return seen ?? old;
  const before = Map.groupBy(old.sent, nameOf);
  const now = Map.groupBy(seen.sent, nameOf);
  const sent = [...now].flatMap(([name, lines]) => {
    const known = before.get(name);
    return known === undefined || known.join('\n') === lines.join('\n') ? lines : [`${name}=~`];
  });
  return { ...seen, sent: sent.toSorted() };
}

function nameOf(line: string): string {
  return line.slice(0, line.lastIndexOf('='));
}
