import { describe, expect, test } from 'vitest';

import { reporterRedactionOf } from './reporter-redaction.ts';

const playwright = (text: string) => reporterRedactionOf({ path: 'playwright.config.ts', text, runner: 'playwright' });
const vitest = (text: string) => reporterRedactionOf({ path: 'vitest.config.ts', text, runner: 'vitest' });

describe('the redact option of our reporter', () => {
  test.each<[string, string, readonly (string | RegExp)[]]>([
    ['no options', "export default { reporter: [['list'], ['@millwright/playwright']] };", []],
    ['the only reporter', "export default { reporter: '@millwright/playwright' };", []],
    ['other options', "export default { reporter: [['@millwright/playwright', { dir: 'x' }]] };", []],
    [
      'texts and patterns',
      "export default { reporter: [['@millwright/playwright', { redact: ['one', '/two/i', /three/gi, `four`] }]] };",
      ['one', '/two/i', /three/gi, 'four'],
    ],
    [
      'constants of the same file',
      "const more = [/x/]; const word = 'w'; const redact = [...more, word] as const;\nconst options = { redact };\nexport default { reporter: [['@millwright/playwright', options]] };",
      [/x/, 'w'],
    ],
    [
      'the last of two wins',
      "export default { reporter: [['@millwright/playwright', { redact: ['old'], 'redact': ['new'] }]] };",
      ['new'],
    ],
    [
      'a spread that cannot bring it',
      "const base = { dir: 'x' }; export default { reporter: [['@millwright/playwright', { redact: ['a'], ...base }]] };",
      ['a'],
    ],
    [
      'what both branches have',
      "export default { reporter: process.env.CI ? [['@millwright/playwright', { redact: ['a', 'b'] }]] : [['@millwright/playwright', { redact: ['b', /a/] }]] };",
      ['b'],
    ],
    [
      'types only',
      "import type { MillwrightReporterOptions } from '@millwright/playwright';\nconst options: MillwrightReporterOptions = { redact: ['a'] };\nexport default { reporter: [['@millwright/playwright', options]] };",
      ['a'],
    ],
  ])('Playwright, %s', (_name, text, entries) => expect(playwright(text)).toEqual({ kind: 'listed', entries }));

  test.each<[string, string, readonly (string | RegExp)[]]>([
    ['a name', "export default { test: { reporters: ['default', '@millwright/vitest'] } };", []],
    ['the first of several names', "export default { test: { reporters: ['@millwright/vitest', 'json'] } };", []],
    ['a pair', "export default { test: { reporters: [['@millwright/vitest', { redact: [/a/] }]] } };", [/a/]],
    [
      'a pair under a name',
      "const ours = ['@millwright/vitest', { redact: ['a'] }];\nexport default { test: { reporters: ['default', ours] } };",
      ['a'],
    ],
    [
      'a pair under a name, with options under a name',
      "const options = { redact: ['a'] };\nconst ours = ['@millwright/vitest', options];\nexport default { test: { reporters: ['default', ours] } };",
      ['a'],
    ],
  ])('Vitest, %s', (_name, text, entries) => expect(vitest(text)).toEqual({ kind: 'listed', entries }));

  test('a file without our reporter', () =>
    expect(playwright("export default { reporter: 'list' };")).toEqual({ kind: 'absent' }));

  test.each<[string, string, string | RegExp]>([
    [
      'an imported list',
      "import { redact } from './redact';\nexport default { reporter: [['@millwright/playwright', { redact }]] };",
      'the option `redact` is only known when it runs',
    ],
    [
      'an entry of the environment',
      "export default { reporter: [['@millwright/playwright', { redact: ['a', process.env.ID] }]] };",
      'an entry of the option `redact` is only known when it runs',
    ],
    [
      'imported options',
      "import { options } from './options';\nexport default { reporter: [['@millwright/playwright', options]] };",
      'the options of our reporter are only known',
    ],
    [
      'a spread that may bring it',
      "import { base } from './base';\nexport default { reporter: [['@millwright/playwright', { redact: ['a'], ...base }]] };",
      'what is spread into the options of our reporter may bring `redact`',
    ],
    [
      'a list that may change',
      "let redact = ['a']; export default { reporter: [['@millwright/playwright', { redact }]] };",
      'only known when it runs',
    ],
    [
      'a list with a text in it, which is not told',
      "import { more } from './more';\nexport default { reporter: [['@millwright/playwright', { redact: ['s3cret'].concat(more) }]] };",
      /^((?!s3cret).)*$/,
    ],
    [
      'a resolved name',
      "export default { reporter: [[require.resolve('@millwright/playwright'), { redact: ['a'] }]] };",
      'a call of `require.resolve`',
    ],
    [
      'an imported reporter',
      "import Ours from '@millwright/playwright';\nexport default { reporter: [[Ours]] };",
      'it imports our reporter',
    ],
  ])('is unknown: %s', (_name, text, reason) =>
    expect(playwright(text)).toEqual({
      kind: 'unknown',
      reason: typeof reason === 'string' ? expect.stringContaining(reason) : expect.stringMatching(reason),
    }),
  );
});
