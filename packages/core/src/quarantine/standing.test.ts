import { describe, expect, test } from 'vitest';

import type { Outcome } from '../model/attempt.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import { checkQuarantine } from './check-quarantine.ts';
import type { QuarantineEntry } from './quarantine.ts';
import { standingOf } from './standing.ts';

const entry: QuarantineEntry = {
  id: 'id',
  runner: 'vitest',
  file: 'a.test.ts',
  titlePath: ['adds'],
  reason: 'it races',
  owner: '@shop',
  since: '2026-11-10T00:00:00.000Z',
  expires: '2026-11-24',
  budget: { failedRuns: 4 },
};
const outcomes: Readonly<Record<string, Outcome>> = { '.': 'expected', F: 'unexpected', f: 'flaky' };

/** One run an hour and a letter, of one commit, each of half a minute. */
function historyOf(line: string, firstAt = '2026-11-11T00:00:00.000Z'): TestHistory {
  const observations = Array.from(line, (letter, index): Observation => {
    const startedAt = new Date(Date.parse(firstAt) + index * 3_600_000).toISOString();
    return {
      run: { runId: `r${index}`, runner: 'vitest', startedAt, commit: 'c', status: 'passed' },
      outcome: outcomes[letter] ?? 'skipped',
      attempts: 2,
      failedAttempts: letter === 'F' ? 2 : letter === 'f' ? 1 : 0,
      durationMs: 30_000,
    };
  });
  return { test: { ...entry, project: '', line: 2, column: 1, expectedStatus: 'passed', retries: 1 }, observations };
}

const at = (time: string): number => Date.parse(time);

describe('standingOf', () => {
  test.each([
    ['with days to go', '2026-11-20T12:00:00Z', 'active', 4],
    ['on its last day', '2026-11-24T23:59:59Z', 'active', 0],
    ['on the day after', '2026-11-25T00:00:00Z', 'expired', -1],
  ])('%s', (_, now, state, daysLeft) => {
    expect(standingOf(entry, undefined, at(now))).toMatchObject({ state, daysLeft });
  });

  test('an entry that is renewed again and again ends after 90 days', () => {
    const renewed = { ...entry, expires: '2099-01-01' };
    expect(standingOf(renewed, undefined, at('2027-02-08T12:00:00Z'))).toMatchObject({ state: 'active' });
    expect(standingOf(renewed, undefined, at('2027-02-09T12:00:00Z'))).toMatchObject({ state: 'expired' });
  });

  test.each([
    ['within its budget', 'F.F.F.F.', {}, 'active'],
    ['beyond its budget', 'F.F.F.F.F.', {}, 'over-budget'],
    ['failures before it began cost nothing', 'F.F.F.F.F.', { since: '2026-11-12T00:00:00.000Z' }, 'active'],
    ['beyond its minutes', 'F.F.F.', { budget: { minutes: 2 } }, 'over-budget'],
    ['five bad runs in a row', '.F.F.FFFFF', { budget: { failedRuns: 99 } }, 'broken'],
    ['never good', 'FFF', {}, 'broken'],
    ['passed again', 'F.F.F.', {}, 'active'],
  ])('%s', (_, line, over, state) => {
    expect(standingOf({ ...entry, ...over }, historyOf(line), at('2026-11-20'))).toMatchObject({ state });
  });

  test('the ledger counts bad attempts by the time they took', () => {
    expect(standingOf(entry, historyOf('F.fs'), at('2026-11-20')).ledger).toEqual({
      runs: 3,
      failedRuns: 1,
      flakyRuns: 1,
      minutesLost: 1.5,
    });
  });
});

describe('checkQuarantine', () => {
  const many = (count: number, over: Partial<QuarantineEntry> = {}): QuarantineEntry[] =>
    Array.from({ length: count }, (_, index) => ({ ...entry, id: `id${index}`, ...over }));
  const caps = { suite: 3, owner: 2 };
  const rulesOf = (entries: readonly QuarantineEntry[], line: string, now: string, unknown: string[] = []): string[] =>
    checkQuarantine(
      { caps, entries },
      entries.map((one) => standingOf(one, historyOf(line), at(now))),
      new Set(unknown),
    ).map(({ rule, severity }) => `${severity} ${rule}`);

  test.each([
    ['all well', many(1), 'F.', '2026-11-20', [], []],
    ['expired', many(1), 'F.', '2026-11-26', [], ['error expired']],
    ['soon', many(1), 'F.', '2026-11-23', [], ['warning expires-soon']],
    ['too expensive', many(1), 'F.F.F.F.F.', '2026-11-20', [], ['error over-budget']],
    ['broken', many(1), 'FFF', '2026-11-20', [], ['warning broken']],
    ['proved good', many(1, { flakeRatio: 0.5 }), '.........', '2026-11-20', [], ['warning proved-good']],
    ['names no test', many(1), 'F.', '2026-11-20', ['id0'], ['error unknown-test']],
    ['one owner too often', many(3), 'F.', '2026-11-20', [], ['error owner-cap']],
    [
      'too many',
      [...many(2), ...many(2, { owner: '@pay' }).map((one) => ({ ...one, id: `${one.id}p` }))],
      'F.',
      '2026-11-20',
      [],
      ['error suite-cap'],
    ],
    ['twice', many(2, { id: 'same' }), 'F.', '2026-11-20', [], ['error duplicate']],
  ])('%s', (_, entries, line, now, unknown, rules) => {
    expect(rulesOf(entries, line, now, unknown)).toEqual(rules);
  });
});
