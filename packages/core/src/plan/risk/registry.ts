import { businessImpact } from './business-impact.ts';
import { changeFrequency } from './change-frequency.ts';
import { changeRelevance } from './change-relevance.ts';
import { complexity } from './complexity.ts';
import { failureHistory } from './failure-history.ts';
import { ownership } from './ownership.ts';
import type { RiskRule } from './risk-rule.ts';

/** All risk rules; their weights add up to 1. */
export const riskRules: readonly RiskRule[] = [
  failureHistory,
  changeRelevance,
  businessImpact,
  changeFrequency,
  complexity,
  ownership,
];
