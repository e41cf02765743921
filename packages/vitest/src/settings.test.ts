import { describe, expect, test } from 'vitest';

import type { VitestInstance } from './runner-api.ts';
import { isSwitchedOff, settingsOf, type VitestReporterOptions } from './settings.ts';

const vitest: VitestInstance = {
  version: '5.1.0',
  projects: [],
  config: { root: '/app/src' },
  vite: { config: { configFile: '/app/vitest.config.ts' } },
};

describe('settingsOf', () => {
  test.each([
    { name: 'beside the config', options: {}, env: {}, dir: '/app/.millwright' },
    { name: 'the option, from the folder of the config', options: { dir: 'memory' }, env: {}, dir: '/app/memory' },
    {
      name: 'the environment, from the working folder',
      options: { dir: 'memory' },
      env: { MILLWRIGHT_DIR: 'elsewhere' },
      dir: '/work/elsewhere',
    },
    { name: 'an absolute folder', options: {}, env: { MILLWRIGHT_DIR: '/var/memory' }, dir: '/var/memory' },
  ])('keeps the history $name', ({ options, env, dir }) => {
    expect(settingsOf(vitest, options, env, '/work')).toMatchObject({ root: '/app', dir });
  });

  test("takes Vitest's root where there is no config", () => {
    expect(settingsOf({ ...vitest, vite: { config: {} } }, {}, {}, '/work').root).toBe('/app/src');
  });

  test.each([
    { name: 'an unknown option', options: { folder: 'x' }, complaint: /got `folder`/ },
    { name: 'an unknown way', options: { perTestCoverage: 'v9' }, complaint: /got "v9"; using "off"/ },
    { name: 'no list', options: { redact: 'word' }, complaint: /got "word"; using none/ },
  ])('complains about $name and goes on', ({ options, complaint }) => {
    const settings = settingsOf(vitest, options as VitestReporterOptions, {}, '/work');
    expect(settings).toMatchObject({ perTestCoverage: 'off', redact: [] });
    expect(settings.complaints).toEqual([expect.stringMatching(complaint)]);
  });

  test.each([
    { value: 'off', capture: false, perTestCoverage: 'off' },
    { value: '0', capture: false, perTestCoverage: 'off' },
    { value: undefined, capture: true, perTestCoverage: 'v8' },
  ] as const)('MILLWRIGHT_CAPTURE=$value: looks further than the results: $capture', ({ value, ...expected }) => {
    const options = { perTestCoverage: 'v8' } as const;
    expect(settingsOf(vitest, options, { MILLWRIGHT_CAPTURE: value }, '/work')).toMatchObject(expected);
  });

  test('reads the execution and the strategy from the environment', () => {
    const env = { MILLWRIGHT_EXECUTION_ID: 'exec-1', MILLWRIGHT_STRATEGY_ID: 'plan-1' };
    expect(settingsOf(vitest, {}, env, '/work')).toMatchObject({
      commission: { executionId: 'exec-1', strategyId: 'plan-1' },
    });
  });

  test('takes the strategy from the option, unless the environment says another', () => {
    expect(settingsOf(vitest, { strategy: 'latest' }, {}, '/work').strategy).toBe('latest');
    expect(
      settingsOf(vitest, { strategy: 'latest' }, { MILLWRIGHT_STRATEGY: 'off' }, '/work').strategy,
    ).toBeUndefined();
    const wrong = settingsOf(vitest, { strategy: 7 as unknown as string }, {}, '/work');
    expect([wrong.strategy, wrong.complaints]).toEqual([undefined, [expect.stringContaining('`strategy`')]]);
  });

  test('reads the plan from the environment, relative to the working folder', () => {
    const settings = settingsOf(vitest, {}, { MILLWRIGHT_PLAN_FILE: 'plans/now.json' }, '/work');
    expect(settings.planFile).toMatch(/[\\/]work[\\/]plans[\\/]now\.json$/);
    expect(settingsOf(vitest, {}, {}, '/work')).not.toHaveProperty('planFile');
  });
});

test.each([
  { value: 'off', expected: true },
  { value: '0', expected: true },
  { value: undefined, expected: false },
  { value: 'on', expected: false },
])('MILLWRIGHT=$value switches off: $expected', ({ value, expected }) => {
  expect(isSwitchedOff({ MILLWRIGHT: value })).toBe(expected);
});
