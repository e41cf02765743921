import { describe, expect, test } from 'vitest';

import { type ArmObservation, judgeArms, labVerdictOf } from './lab-report.ts';

function arm(factor: string, failures: number, runs: number): ArmObservation {
  return {
    factor,
    title: `the ${factor}`,
    label: `another ${factor}`,
    runs,
    failures,
    durationMs: runs * 1000,
    evidence: [],
  };
}

describe('the verdict', () => {
  test.each([
    {
      name: 'a factor that decides',
      arms: [arm('baseline', 0, 7), arm('zone', 7, 7), arm('order', 0, 2)],
      kind: 'moved',
    },
    {
      name: 'a factor that heals',
      arms: [arm('baseline', 7, 7), arm('zone', 0, 7), arm('order', 2, 2)],
      kind: 'moved',
    },
    {
      name: 'too few runs to be sure',
      arms: [arm('baseline', 0, 3), arm('zone', 3, 3), arm('order', 0, 2)],
      kind: 'undecided',
    },
    { name: 'the same rate everywhere', arms: [arm('baseline', 5, 12), arm('zone', 4, 12)], kind: 'nothing' },
    { name: 'always fails', arms: [arm('baseline', 9, 9), arm('zone', 9, 9)], kind: 'nothing' },
    { name: 'never fails', arms: [arm('baseline', 0, 9), arm('zone', 0, 9)], kind: 'never-failed' },
    { name: 'only the baseline ran', arms: [arm('baseline', 3, 9), arm('zone', 0, 0)], kind: 'nothing' },
  ])('$name: $kind', ({ arms, kind }) => {
    expect(labVerdictOf(judgeArms(arms)).kind).toBe(kind);
  });

  test('says how often in words, and names the factor', () => {
    const verdict = labVerdictOf(judgeArms([arm('baseline', 0, 7), arm('zone', 7, 7)]));
    expect(verdict).toMatchObject({ factor: 'zone', label: 'another zone' });
    expect(verdict.sentence).toBe(
      'It depends on the zone: 0 of 7 runs failed as it is, 7 of 7 runs with: another zone.',
    );
  });

  test('the difference of each arm has the sign of its effect', () => {
    const [baseline, worse] = judgeArms([arm('baseline', 1, 10), arm('zone', 9, 10)]);
    expect(baseline?.difference).toBeUndefined();
    expect(worse?.difference?.low).toBeGreaterThan(0.3);
  });
});
