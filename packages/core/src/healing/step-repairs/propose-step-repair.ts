import { stepRepairRules } from './registry.ts';
import type { StepRepair, StepRepairInput } from './step-repair.ts';

/**
 * A repair for a failure that no changed locator explains: a route that moved, a dialog that came before the step, an option that
 * was renamed. Nothing is proposed where the application is known to be the one in which the test passed.
 */
export function proposeStepRepair(input: StepRepairInput): StepRepair | undefined {
  if (input.hasAppChanged === false) return undefined;
  for (const rule of stepRepairRules) {
    const repair = rule.propose(input);
    if (repair) return { kind: rule.kind, tier: 'propose', ...repair };
  }
  return undefined;
}
