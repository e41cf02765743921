import type { RunFacts } from './run.ts';

/** Where a run took place, as `RunRef.environment` names it. */
export function environmentOf({ machine, ci }: Pick<RunFacts, 'machine' | 'ci'>): string {
  return `${machine.os} ${ci ? 'ci' : 'local'}`;
}
