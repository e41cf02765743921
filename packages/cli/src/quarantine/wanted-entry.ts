import {
  type QuarantineBudget,
  UserError,
  defaultFailedRunsBudget,
  defaultQuarantineDays,
  expiresAtMsOf,
  isDate,
  maxQuarantineDays,
} from '@millwright/core';

const dayMs = 86_400_000;

/** The day until which an entry is to forgive: a date, or so many days from now (`14d`). Throws a UserError when that is no future day within bounds. */
export function wantedExpiryOf(wanted: string | undefined, since: string, nowMs: number): string {
  const days = wanted === undefined ? defaultQuarantineDays : Number(/^(\d+)d$/u.exec(wanted)?.[1] ?? Number.NaN);
  const expires = Number.isNaN(days) ? (wanted ?? '') : new Date(nowMs + days * dayMs).toISOString().slice(0, 10);
  if (!isDate(expires) || expires.length !== 10 || Date.parse(expires) + dayMs <= nowMs)
    throw new UserError({
      code: 'wrong-option-value',
      message: `Expected \`--expires\` to be a coming day such as \`2026-12-05\` or \`14d\`, got "${wanted ?? ''}".`,
    });
  if (expiresAtMsOf({ since, expires }) < Date.parse(expires) + dayMs)
    throw new UserError({
      code: 'quarantine-too-long',
      message: `Expected \`--expires\` to be at most ${maxQuarantineDays} days after the quarantine began on ${since.slice(0, 10)}, got ${expires}.`,
      hint: 'A test that nobody mends in that time is better deleted or skipped in the open.',
    });
  return expires;
}

/** `30m` of failed attempts, or `20` failed runs. Throws a UserError for anything else. */
export function wantedBudgetOf(wanted: string | undefined): QuarantineBudget {
  if (wanted === undefined) return { failedRuns: defaultFailedRunsBudget };
  const [, amount = '', unit] = /^(\d+)(m?)$/u.exec(wanted) ?? [];
  const count = Number(amount);
  if (!Number.isSafeInteger(count) || count < 1)
    throw new UserError({
      code: 'wrong-option-value',
      message: `Expected \`--budget\` to be minutes such as \`30m\` or a number of failed runs such as \`20\`, got "${wanted}".`,
    });
  return unit === 'm' ? { minutes: count } : { failedRuns: count };
}

/** A text that must be given. */
export function requiredTextOf(name: string, value: string | undefined): string {
  if (value !== undefined && value.trim() !== '') return value.trim();
  throw new UserError({
    code: 'missing-option',
    message: `Expected \`--${name}\`: nothing is quarantined without it.`,
    hint: 'See `e2e quarantine add --help`.',
  });
}

/** The link to the issue, when there is one. */
export function issueLinkOf(value: string | undefined): string | undefined {
  if (value === undefined || /^https?:\/\/\S+$/u.test(value)) return value;
  throw new UserError({
    code: 'wrong-option-value',
    message: `Expected \`--issue\` to be a link that begins with http, got "${value}".`,
  });
}
