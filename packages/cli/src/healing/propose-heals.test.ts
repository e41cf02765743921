import type { Heal } from '@millwright/core';
import type { PatternFinding } from '@millwright/source';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { executedTest, plannedTest } from '../execution/fixtures/planned.ts';
import { healProbabilityOf, proposeHeals } from './propose-heals.ts';

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
  proposedAt: '',
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
    expect(proposeHeals({ planned: both, executed, findings: [finding()], pastHeals: [] })).toHaveLength(1);
  });

  test('a row of a parametrised test is found by the title in the code', () => {
    const rows = [plannedTest({ testId: 'a', file: 'a.spec.ts', titlePath: ['cart', 'adds 3'] })];
    expect(
      proposeHeals({
        planned: rows,
        executed: flaky,
        findings: [finding({ testTitlePath: ['cart', 'adds %i'] })],
        pastHeals: [],
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
    expect(proposeHeals({ planned, executed, findings: [finding(over)], pastHeals: [] })).toEqual([]);
  });
});

describe('its probability', () => {
  test.each<[string, readonly Heal[], number]>([
    ['the prior', [], 0.9],
    ['what was only proposed says nothing', [heal('proposed')], 0.9],
    ['another kind says nothing', [heal('rejected', 'locator')], 0.9],
    ['unproved says nothing', [{ ...heal('proposed'), outcome: 'unproved' }], 0.9],
    ['kept ones raise it', Array.from({ length: 10 }, (_, at) => heal('accepted', 'race', `${at}`)), 0.95],
    ['taken back ones lower it', Array.from({ length: 10 }, (_, at) => heal('rejected', 'race', `${at}`)), 0.45],
    ['the same repair counts once, however often it was tried', [heal('rejected'), heal('rejected')], 9 / 11],
    ['… as it ended last', [heal('rejected'), heal('accepted')], 10 / 11],
  ])('%s', (_name, past, expected) => expect(healProbabilityOf('race', past)).toBeCloseTo(expected, 6));

  test('stays within 0 and 1, and never falls by a repair that was kept', () => {
    const past = fc
      .array(fc.constantFrom<Heal['outcome']>('accepted', 'rejected', 'reverted', 'proposed'))
      .map((list) => list.map((outcome, at) => heal(outcome, 'race', `${at % 5}`)));
    fc.assert(
      fc.property(past, fc.constantFrom('0', 'new'), (heals, testId) => {
        const before = healProbabilityOf('race', heals);
        const after = healProbabilityOf('race', [...heals, heal('accepted', 'race', testId)]);
        return before > 0 && before < 1 && after >= before;
      }),
    );
  });
});
