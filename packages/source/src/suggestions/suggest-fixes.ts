import type { FixRisk, SuggestedFix } from '@millwright/core';

import { suggestionRules } from './registry.ts';
import { failingLine } from './rules/failing-line.ts';
import type { FixSubject, SuggestionRule } from './suggestion-rule.ts';

const order: Readonly<Record<FixRisk, number>> = { low: 0, medium: 1, high: 2 };

/**
 * What to do about a cause of failures, the least risky first. Never empty: where no rule knows more, it is the failing line. Nothing
 * that is suggested touches what a test asserts, but for what is graded `high`.
 */
export function suggestFixes(subject: FixSubject): readonly SuggestedFix[] {
  const fixes = suggestionRules.flatMap((rule) => suggestedBy(rule, subject));
  return fixes.length === 0
    ? suggestedBy(failingLine, subject)
    : fixes.toSorted((a, b) => order[a.risk] - order[b.risk]);
}

function suggestedBy(rule: SuggestionRule, subject: FixSubject): readonly SuggestedFix[] {
  return rule.suggest(subject).map((fix) => ({ kind: rule.name, ...fix }));
}
