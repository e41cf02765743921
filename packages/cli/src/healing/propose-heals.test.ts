import type { Heal } from '@millwright/core';
import type { PatternFinding } from '@millwright/source';
import { describe, expect, test } from 'vitest';

import { executedTest, plannedTest } from '../execution/fixtures/planned.ts';
import { proposeHeals } from './propose-heals.ts';

const nowMs = Date.parse('2026-03-31T00:00:00Z');
const planned = [plannedTest({ testId: 'a', file: 'a.spec.ts', titlePath: ['cart', 'adds'] })];
const flaky = [executedTest({ testId: 'a', outcome: 'flaky' })];

function finding(over: Partial<PatternFinding> = {}, start = 5): PatternFinding {
  const fix = {
    file: 'a.spec.ts',
    edits: [{ start, end: start, newText: 'await ' }],
    summary: 'Await the call.',
    safety: 'safe',
  };
  return { pattern: 'race', testTitlePath: ['cart', 'adds'], fix, ...over } as unknown as PatternFinding;
}

const heal = (outcome: Heal['outcome'], kind = 'race', testId = 'a'): Heal => ({
  id: outcome,
  testId,
  kind,
  proposedAt: '2026-03-01T00:00:00Z',
  file: '',
  before: '',
  after: '',
  probability: 0.9,
  outcome,
  ...(outcome === 'proposed' ? {} : { verification: { passed: outcome === 'accepted', runs: 3 } }),
});

describe('what is proposed', () => {
  test('all fixes of one kind in one test are one patch', () => {
    const [only, ...rest] = proposeHeals({
      planned,
      executed: flaky,
      findings: [finding(), finding({}, 40)],
      pastHeals: [],
      nowMs,
    });
    expect(rest).toEqual([]);
    expect(only).toMatchObject({
      kind: 'race',
      probability: 0.9,
      patch: { file: 'a.spec.ts', summary: 'Await the call.' },
    });
    expect(only?.patch.edits.map((edit) => edit.start)).toEqual([5, 40]);
  });

  test('the same code in two projects is repaired once', () => {
    const both = [...planned, plannedTest({ ...planned[0], testId: 'b', project: 'firefox' })];
    const executed = [...flaky, executedTest({ testId: 'b', outcome: 'unexpected' })];
    expect(proposeHeals({ planned: both, executed, findings: [finding()], pastHeals: [], nowMs })).toHaveLength(1);
  });

  test('a row of a parametrised test is found by the title in the code', () => {
    const rows = [plannedTest({ testId: 'a', file: 'a.spec.ts', titlePath: ['cart', 'adds 3'] })];
    expect(
      proposeHeals({
        planned: rows,
        executed: flaky,
        findings: [finding({ testTitlePath: ['cart', 'adds %i'] })],
        pastHeals: [],
        nowMs,
      }),
    ).toHaveLength(1);
  });

  test.each<[string, Partial<PatternFinding>, readonly ReturnType<typeof executedTest>[]]>([
    ['a test that passed', {}, [executedTest({ testId: 'a' })]],
    ['a fix of an assertion, which would ask for less', { pattern: 'exact-assertion-on-computed-number' }, flaky],
    [
      'a fix that is only a suggestion',
      { fix: { file: 'a.spec.ts', edits: [], summary: '', safety: 'suggestion' } },
      flaky,
    ],
    ['a finding in another test', { testTitlePath: ['cart', 'removes'] }, flaky],
    ['a finding in another file', { fix: { file: 'b.spec.ts', edits: [], summary: '', safety: 'safe' } }, flaky],
  ])('not for %s', (_name, over, executed) => {
    expect(proposeHeals({ planned, executed, findings: [finding(over)], pastHeals: [], nowMs })).toEqual([]);
  });
});

describe('its probability', () => {
  const probabilityAfter = (pastHeals: readonly Heal[]): number | undefined =>
    proposeHeals({ planned, executed: flaky, findings: [finding()], pastHeals, nowMs })[0]?.probability;
  test.each<[string, readonly Heal[], number]>([
    ['9 in 10 at first', [], 0.9],
    ['higher after kept ones', Array.from({ length: 10 }, (_, at) => heal('accepted', 'race', `${at}`)), 0.95],
    [
      'lower after those that did not help',
      Array.from({ length: 10 }, (_, at) => heal('rejected', 'race', `${at}`)),
      0.45,
    ],
  ])('%s', (_name, past, expected) => expect(probabilityAfter(past)).toBeCloseTo(expected, 6));
});
