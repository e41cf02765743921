import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { OwnRunner } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { refuseLostReporter, withKeptReporter } from './kept-reporter.ts';

describe('our reporter beside those that `--reporter` names', () => {
  test.each<[string, OwnRunner, readonly string[], readonly string[]]>([
    ['no flag', 'vitest', ['run', '--retry=1'], ['run', '--retry=1']],
    [
      'vitest, one word',
      'vitest',
      ['--reporter=dot', '--bail=1'],
      ['--reporter=dot', '--reporter=@millwright/vitest', '--bail=1'],
    ],
    ['vitest, two words', 'vitest', ['--reporter', 'dot'], ['--reporter', 'dot', '--reporter=@millwright/vitest']],
    [
      'vitest, several',
      'vitest',
      ['--reporter=dot', '--reporter', 'json'],
      ['--reporter=dot', '--reporter', 'json', '--reporter=@millwright/vitest'],
    ],
    ['vitest, none at all', 'vitest', ['--reporter='], ['--reporter=', '--reporter=@millwright/vitest']],
    [
      'vitest, ours is named',
      'vitest',
      ['--reporter=@millwright/vitest', '--reporter=dot'],
      ['--reporter=@millwright/vitest', '--reporter=dot'],
    ],
    ['playwright, one word', 'playwright', ['--reporter=line'], ['--reporter=line,@millwright/playwright']],
    ['playwright, two words', 'playwright', ['--reporter', 'line'], ['--reporter', 'line,@millwright/playwright']],
    ['playwright, a list', 'playwright', ['--reporter=line,json'], ['--reporter=line,json,@millwright/playwright']],
    [
      'playwright, the last flag wins',
      'playwright',
      ['--reporter=@millwright/playwright', '--reporter=dot'],
      ['--reporter=@millwright/playwright', '--reporter=dot,@millwright/playwright'],
    ],
    [
      'playwright, ours is named by its file',
      'playwright',
      ['--reporter=line,./node_modules/@millwright/playwright/dist/index.js'],
      ['--reporter=line,./node_modules/@millwright/playwright/dist/index.js'],
    ],
    ['playwright, an empty value is none', 'playwright', ['--reporter='], ['--reporter=']],
    ['playwright, one that is added replaces none', 'playwright', ['--add-reporter=dot'], ['--add-reporter=dot']],
    ['a flag without a value is left to the runner', 'vitest', ['--reporter'], ['--reporter']],
  ])('%s', (_name, runner, args, expected) => expect(withKeptReporter(runner, args)).toEqual(expected));

  test.each<[string, readonly string[], readonly string[], boolean]>([
    ['a flag for a runner of the plan', ['vitest'], ['--reporter=dot'], true],
    ['no flag', ['vitest'], ['--bail=1'], false],
    ['a flag that names ours', ['vitest'], ['--reporter=@millwright/vitest'], false],
    ['no runner that is started here', ['junit'], ['--reporter=dot'], false],
  ])('where it is not installed, %s', (_name, runners, args, isRefused) => {
    const root = mkdtempSync(join(tmpdir(), 'millwright-kept-'));
    const check = (): void => refuseLostReporter(root, runners, args);
    if (isRefused) expect(check).toThrow(expect.objectContaining({ code: 'reporter-replaced' }));
    else expect(check).not.toThrow();
    rmSync(root, { recursive: true });
  });
});
