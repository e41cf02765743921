import { describe, expect, test } from 'vitest';

import type { LabSetting } from './factor.ts';
import { factors } from './registry.ts';

const setting: LabSetting = {
  runner: 'vitest',
  cpuCount: 2,
  testsInFile: 3,
  otherFiles: 4,
  timeZone: 'UTC',
  canShuffle: true,
};

function labelsOf(name: string, change: Partial<LabSetting> = {}): readonly string[] | string {
  const arms = factors.find((factor) => factor.name === name)?.armsFor({ ...setting, ...change }) ?? 'unknown';
  return typeof arms === 'string' ? arms : arms.map((arm) => arm.label);
}

describe('the factors of the lab', () => {
  test('have names of their own, and arms with labels of their own that change something', () => {
    expect(new Set(factors.map((factor) => factor.name)).size).toBe(factors.length);
    for (const runner of ['vitest', 'playwright'] as const) {
      const proposed = factors.map((factor) => factor.armsFor({ ...setting, runner, seedEnv: 'SEED' }));
      const arms = proposed.flatMap((entry) => (typeof entry === 'string' ? [] : entry));
      expect(arms.length).toBeGreaterThan(7);
      expect(arms.every((arm) => Object.keys(arm.change).length > 0)).toBe(true);
      expect(new Set(arms.map((arm) => arm.label)).size).toBe(arms.length);
    }
  });

  test.each([
    { name: 'company', change: { testsInFile: 1 } },
    { name: 'order', change: { testsInFile: 1 } },
    { name: 'order', change: { runner: 'playwright', canShuffle: false } },
    { name: 'repetition', change: {} },
    { name: 'network-loss', change: {} },
    { name: 'isolation', change: { otherFiles: 0 } },
    { name: 'workers', change: { otherFiles: 0 } },
    { name: 'network', change: {} },
    { name: 'cpu-slowdown', change: {} },
    { name: 'animations', change: {} },
    { name: 'seed', change: {} },
  ] as const)('$name says in one sentence why it has no arm with $change', ({ name, change }) => {
    expect(labelsOf(name, change)).toMatch(/^[A-Z].*\.$/);
  });

  test('the time zone of the machine is no arm: the baseline has it', () => {
    expect(labelsOf('time-zone')).toEqual(['TZ=Pacific/Kiritimati', 'TZ=America/Los_Angeles']);
    expect(labelsOf('time-zone', { timeZone: 'Europe/Berlin' })).toContain('TZ=UTC');
  });

  test('copies of a browser test run side by side without other files', () => {
    expect(labelsOf('workers', { runner: 'playwright', otherFiles: 0 })).toEqual(['4 copies in 4 workers']);
  });

  test('the clock of a page can also stand still', () => {
    expect(labelsOf('clock')).toHaveLength(2);
    expect(labelsOf('clock', { runner: 'playwright' })).toHaveLength(3);
  });
});
