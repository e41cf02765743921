import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseConfig } from '@millwright/core/config';
import { afterAll, describe, expect, test } from 'vitest';

import type { CheckResult } from './check.ts';
import { checkRedaction } from './redaction.ts';

const root = mkdtempSync(join(tmpdir(), 'millwright-redaction-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Runner = 'playwright' | 'vitest';

const wired = {
  playwright: (options: string) => `export default { reporter: [['list'], ['@millwright/playwright'${options}]] };`,
  vitest: (options: string) => `export default { test: { reporters: [['@millwright/vitest'${options}]] } };`,
};

async function check(
  runner: Runner,
  text: string,
  redact: readonly (string | RegExp)[],
): Promise<readonly CheckResult[]> {
  const folder = mkdtempSync(join(root, 'project-'));
  writeFileSync(join(folder, `${runner}.config.ts`), text);
  const { config } = parseConfig({ redact }, 'millwright.config.ts');
  if (config === undefined) throw new Error('Expected the configuration to be right.');
  return checkRedaction({ root: folder, config, configFile: join(folder, 'millwright.config.ts') });
}

const wanted = ['cust-778899', String.raw`/acct-\d+/i`, /ref\d/];

describe('the redact patterns of the configuration in the options of the reporter', () => {
  test.each<[Runner, string, string, string]>([
    ['playwright', 'no options', '', '3 of 3'],
    ['vitest', 'no options', '', '3 of 3'],
    ['playwright', 'some', String.raw`, { redact: ['cust-778899', '/ref\\d/'] }`, '1 of 3'],
    ['playwright', 'other flags', String.raw`, { redact: ['cust-778899', /acct-\d+/, /ref\d/] }`, '1 of 3'],
    [
      'vitest',
      'a text that only looks like a pattern',
      String.raw`, { redact: ['cust-778899', '/acct-\\d+/i', /ref\d/] }`,
      '1 of 3',
    ],
  ])('%s, %s: a warning with a way out that tells no pattern', async (runner, _name, options, count) => {
    const results = await check(runner, wired[runner](options), wanted);
    expect(results).toEqual([
      {
        name: `${runner} redaction`,
        state: 'warning',
        message: expect.stringContaining(
          `${count} \`redact\` patterns of millwright.config.ts are not in ${runner}.config.ts`,
        ),
        advice: expect.stringContaining(`['@millwright/${runner}', { redact: [`),
      },
    ]);
    expect(JSON.stringify(results)).not.toMatch(/778899|acct|ref/);
  });

  test.each<[Runner, string]>([
    ['playwright', String.raw`, { redact: ['x', 'cust-778899', '/acct-\\d+/i', '/ref\\d/'] }`],
    ['playwright', String.raw`, { redact: ['cust-778899', /acct-\d+/i, /ref\d/] }`],
    ['vitest', String.raw`, { redact: ['cust-778899', /acct-\d+/i, /ref\d/] }`],
  ])('%s, all of them: ok', async (runner, options) =>
    expect(await check(runner, wired[runner](options), wanted)).toMatchObject([{ state: 'ok' }]),
  );

  test('options that only running tells: says how to check', async () => {
    const text = wired.playwright(', { redact: process.env.SECRETS.split() }');
    expect(await check('playwright', text, wanted)).toEqual([
      {
        name: 'playwright redaction',
        state: 'warning',
        message: expect.stringContaining('cannot be read for sure: the option `redact` is only known when it runs'),
        advice: expect.stringContaining('Compare the option `redact` of @millwright/playwright'),
      },
    ]);
  });

  test.each<[string, string, readonly string[]]>([
    ['no patterns', wired.vitest(''), []],
    ['no reporter', 'export default { test: {} };', ['cust-778899']],
  ])('%s: nothing to say', async (_name, text, redact) => expect(await check('vitest', text, redact)).toEqual([]));
});
