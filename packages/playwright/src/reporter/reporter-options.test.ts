import { describe, expect, test } from 'vitest';

import { resolveReporterOptions } from './reporter-options.ts';

const resolve = (options: object, env: Record<string, string> = {}) => resolveReporterOptions(options, env, '/cwd');

describe('resolveReporterOptions', () => {
  test('defaults lie beside the config', () => {
    expect(resolve({ configDir: '/p' })).toMatchObject({
      root: '/p',
      dir: '/p/.millwright',
      coverage: 'auto',
      capture: true,
      mode: 'test',
      complaints: [],
    });
  });

  test.each([
    [{ configDir: '/p', dir: 'x' }, {}, { dir: '/p/x' }],
    [{ configDir: '/p', dir: 'x' }, { MILLWRIGHT_DIR: 'y' }, { dir: '/cwd/y' }],
    [{}, { MILLWRIGHT_CAPTURE: 'off' }, { capture: false }],
    [{ capture: false }, {}, { capture: false }],
    [{ elements: false }, {}, { elements: false, capture: true }],
    [{}, {}, { elements: true }],
    [{ elements: 'pictures' }, {}, { elements: 'pictures' }],
    [{ _mode: 'merge' }, {}, { mode: 'merge' }],
    [{ redact: ['plain', '/a.b/i'] }, {}, { redact: ['plain', /a.b/i] }],
    [{}, { MILLWRIGHT_PLAN_FILE: 'plan.json' }, { planFile: '/cwd/plan.json' }],
    [{ strategy: 'latest' }, {}, { strategy: 'latest' }],
    [{ strategy: 'latest' }, { MILLWRIGHT_STRATEGY: 'quick-1' }, { strategy: 'quick-1' }],
  ])('%j with %j', (options, env, expected) => {
    expect(resolve(options, env as Record<string, string>)).toMatchObject(expected);
  });

  test.each([{ coverage: 'all' }, { elements: 'off' }, { redact: 'x' }, { redact: [1] }, { redact: ['/(/'] }])(
    '%j is told and does no harm',
    (options) => {
      expect(resolve(options).complaints).toHaveLength(1);
    },
  );
});
