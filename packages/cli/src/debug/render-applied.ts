import type { VerifiedFixes } from '../flaky/verify-fixes.ts';
import type { Paint } from '../render/paint.ts';
import { renderVerified } from '../render/verified-fixes.ts';
import type { ExplainedCause } from './explained-report.ts';

const none =
  'No cause has a fix of low risk: what is suggested needs a person (`e2e debug-execution --verbose`). Nothing was changed.\n';

/** What became of each fix that was tried. */
export function renderApplied(paint: Paint, fixes: VerifiedFixes): string {
  return fixes.heals.length === 0 && fixes.untried.length === 0 ? none : renderVerified(paint, fixes);
}

/** The fixes that `--apply-fix` would try, as diffs. */
export function renderApplicable(paint: Paint, causes: readonly ExplainedCause[]): string {
  const low = causes.flatMap(({ fixes }) => fixes.filter(({ risk, diff }) => risk === 'low' && diff !== undefined));
  const diffs = new Map(low.map(({ diff = '', summary }) => [diff, summary]));
  if (diffs.size === 0) return none;
  return [...diffs].map(([diff, summary]) => `${diff}${paint.dim('not written')}  ${summary}\n`).join('');
}
