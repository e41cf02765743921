import { UserError } from '@millwright/core';
import type { ExplainedCause, ExplainedReport } from './explained-report.ts';

/** Fewer characters of a signature could mean a number as well. */
const leastPrefix = 4;

/**
 * The cause that a person means: its number in the report, from 1, or the first characters of its signature. Throws a UserError when
 * that names none, or several.
 */
export function findCause(
  { causes }: ExplainedReport,
  wanted: string,
): { readonly cause: ExplainedCause; readonly number: number } {
  const numbered = causes.map((cause, index) => ({ cause, number: index + 1 }));
  const byNumber = /^\d{1,3}$/u.test(wanted);
  const matches = numbered.filter(({ cause, number }) =>
    byNumber ? number === Number(wanted) : wanted.length >= leastPrefix && cause.signature.startsWith(wanted),
  );
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return match;
  const which = `the number of a cause (1 to ${causes.length}) or at least ${leastPrefix} characters of its signature`;
  throw new UserError({
    code: 'no-such-cause',
    message:
      causes.length === 0
        ? `Nothing failed there, so there is no cause "${wanted}".`
        : `Expected CAUSE to be ${which}, got "${wanted}"${matches.length > 1 ? `, which ${matches.length} causes begin with` : ''}.`,
    hint: '`e2e debug-execution` lists the causes.',
  });
}
