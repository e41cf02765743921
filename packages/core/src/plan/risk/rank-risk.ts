import type { Priority, RiskFactor } from '../../model/strategy.ts';
import type { PlanSubject } from '../plan-subject.ts';
import { riskRules } from './registry.ts';
import type { RiskFacts } from './risk-rule.ts';

export interface RankedRisk {
  readonly risk: number;
  readonly priority: Priority;
  /** Heaviest contribution first. */
  readonly riskFactors: readonly RiskFactor[];
}

/** From this risk on a test has the priority; below the last one it is Low. */
export const priorityThresholds: readonly { readonly priority: Priority; readonly from: number }[] = [
  { priority: 'Critical', from: 0.55 },
  { priority: 'High', from: 0.4 },
  { priority: 'Medium', from: 0.2 },
];

/** A test's risk: the weighted sum of the rules that can speak, their weights stretched to add up to 1. */
export function rankRisk(subject: PlanSubject, facts: RiskFacts): RankedRisk {
  const spoken = riskRules.flatMap((rule) => {
    const assessment = rule.assess(subject, facts);
    return assessment ? [{ name: rule.name, weight: rule.weight, ...assessment }] : [];
  });
  const total = spoken.reduce((sum, { weight }) => sum + weight, 0);
  const riskFactors = spoken
    .map(({ name, weight, score, evidence }): RiskFactor => ({ name, score, weight: weight / total, evidence }))
    .sort((a, b) => b.score * b.weight - a.score * a.weight || a.name.localeCompare(b.name));
  const risk = Math.min(
    1,
    riskFactors.reduce((sum, { score, weight }) => sum + score * weight, 0),
  );
  return { risk, riskFactors, priority: priorityOf(risk) };
}

/** The priority of a risk. */
export function priorityOf(risk: number): Priority {
  return priorityThresholds.find(({ from }) => risk >= from)?.priority ?? 'Low';
}
