import { type DebugCause, type Run, type TestHistory, flakeStatsOf } from '@millwright/core';
import { lowRiskFindingsOf } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { type VerifiedFixes, type VerifyRequest, verifyFixes } from '../flaky/verify-fixes.ts';
import { readFixSubjects } from './read-fixes.ts';

/** The causes whose fixes are wanted, and what is known of their tests. */
export interface FixOrder {
  readonly causes: readonly DebugCause[];
  readonly histories: readonly TestHistory[];
  readonly runs: readonly Run[];
}

/**
 * Writes the fixes of low risk, proves each by runs of its test without it and with it by turns, and takes back what was not proved,
 * at the first failure of a fixed test. What became of them is remembered as repairs. Throws a UserError, before anything is written,
 * when a file has uncommitted changes.
 */
export function applyFixes(
  context: Context,
  { causes, histories, runs }: FixOrder,
  request: Omit<VerifyRequest, 'isFailureFinal'>,
): Promise<VerifiedFixes> {
  const findings = readFixSubjects(context, causes, { histories, runs }).flatMap(lowRiskFindingsOf);
  const statsByTest = new Map(histories.map((history) => [history.test.id, flakeStatsOf(history)]));
  return verifyFixes(context, [...new Set(findings)], statsByTest, { ...request, isFailureFinal: true });
}
