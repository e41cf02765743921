import { describe, expect, test } from 'vitest';

import type { LabSetting } from './factor.ts';
import { planLab } from './plan-lab.ts';
import { factors } from './registry.ts';

const setting: LabSetting = {
  runner: 'vitest',
  cpuCount: 2,
  testsInFile: 3,
  otherFiles: 4,
  timeZone: 'UTC',
  canShuffle: true,
};

function firstRound(patterns: readonly string[], change: Partial<LabSetting> = {}): readonly string[] {
  const { arms } = planLab({ ...setting, ...change }, { asked: undefined, patterns: new Set(patterns) });
  return [...new Set(arms.map(({ factor }) => factor))];
}

describe('the first round', () => {
  test('without a hint, what runs the whole suite comes last', () => {
    expect(firstRound([])).toHaveLength(10);
    expect(firstRound([]).slice(0, 3)).toEqual(['baseline', 'company', 'order']);
    expect(firstRound([]).slice(-2)).toEqual(['isolation', 'workers']);
  });

  test('what the code of the test speaks for comes first, whatever it costs', () => {
    expect(firstRound(['leaked-mock', 'time-dependence']).slice(0, 5)).toEqual([
      'baseline',
      'isolation',
      'time-zone',
      'clock',
      'company',
    ]);
  });

  test('a browser test that sleeps is slowed down first', () => {
    expect(firstRound(['hard-coded-sleep'], { runner: 'playwright' }).slice(0, 4)).toEqual([
      'baseline',
      'network',
      'cpu-slowdown',
      'cpu-load',
    ]);
  });

  test('each arm changes the baseline', () => {
    const { arms } = planLab(setting, { asked: undefined, patterns: new Set() });
    const [baseline, ...others] = arms.map(({ circumstances }) => JSON.stringify(circumstances));
    expect(others).not.toContain(baseline);
  });
});

describe('what is left out', () => {
  test('a factor that has to be asked for says so, and is tried when it is', () => {
    const playwright = { ...setting, runner: 'playwright' } as const;
    const all = planLab(playwright, { asked: undefined, patterns: new Set() });
    expect(all.notTried).toContainEqual({
      factor: 'network-loss',
      reason: expect.stringContaining('--factor network-loss') as string,
    });
    const asked = factors.filter(({ name }) => name === 'network-loss');
    const { arms, notTried } = planLab(playwright, { asked, patterns: new Set() });
    expect({ arms: arms.map(({ factor }) => factor), notTried }).toEqual({
      arms: ['baseline', 'network-loss'],
      notTried: [],
    });
  });

  test('a hint at a factor that makes no sense here is none', () => {
    const { hints, notTried } = planLab(setting, { asked: undefined, patterns: new Set(['networkidle', 'race']) });
    expect(hints).toEqual([{ factor: 'cpu-load', patterns: ['race'] }]);
    expect(notTried.map(({ factor }) => factor)).toContain('network');
  });
});
