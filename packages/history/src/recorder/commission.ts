import type { RunHeader } from '@millwright/core';

/** Why a run is made: which execution and strategy it carries out, and whether it only tries something out or repeats new tests. */
export type Commission = Pick<RunHeader, 'executionId' | 'strategyId' | 'experiment' | 'stress'>;

/** What `e2e` hands on to the reporters of the runs it starts; empty in a run that somebody else started. */
export function commissionOf(env: Readonly<Record<string, string | undefined>>): Commission {
  const executionId = env['MILLWRIGHT_EXECUTION_ID'];
  const strategyId = env['MILLWRIGHT_STRATEGY_ID'];
  return {
    ...(executionId ? { executionId } : {}),
    ...(strategyId ? { strategyId } : {}),
    ...(env['MILLWRIGHT_EXPERIMENT'] === '1' ? { experiment: true } : {}),
    ...(env['MILLWRIGHT_STRESS'] === '1' ? { stress: true } : {}),
  };
}
