import type { VerifiedFixes } from '../flaky/verify-fixes.ts';
import { renderHeal } from '../healing/render-heal.ts';
import type { Paint } from './paint.ts';

/** What became of each fix that was to be proved. */
export function renderVerified(paint: Paint, { heals, untried }: VerifiedFixes): string {
  if (heals.length === 0 && untried.length === 0)
    return 'No finding has a fix that is safe, so there was nothing to prove.\n';
  const lines = [
    ...heals.map((heal) => renderHeal(paint, heal)),
    ...untried.map(({ file, kind, reason }) => `${paint.dim('not tried')}  ${kind} in ${file}: ${reason}`),
  ];
  return `${lines.join('\n')}\n`;
}
