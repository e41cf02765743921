import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { plannedTest } from './fixtures/planned.ts';
import { type BatchRequest, runnerArgumentsOf } from './runner-command.ts';

function requestOf(over: Partial<BatchRequest> = {}): BatchRequest {
  return { runner: 'playwright', tests: [], wholeSuite: false, workers: 2, passThrough: [], ...over };
}

const cart = plannedTest({ testId: 'a', file: 'tests/cart.spec.ts', line: 3, project: 'ui' });
const users = plannedTest({ testId: 'b', file: 'tests/api/users.spec.ts', line: 9, project: 'api' });

describe('playwright', () => {
  test.each<[string, Partial<BatchRequest>, readonly string[]]>([
    ['the whole suite needs no selection', { wholeSuite: true, tests: [cart, users] }, ['test', '--workers=2']],
    ['workers that its own configuration sets are not told', { wholeSuite: true, workers: undefined }, ['test']],
    [
      'tests by file and line, in planned order, with their projects',
      { tests: [users, cart] },
      [
        'test',
        String.raw`[\\/]tests[\\/]api[\\/]users\.spec\.ts$:9`,
        String.raw`[\\/]tests[\\/]cart\.spec\.ts$:3`,
        '--project=api',
        '--project=ui',
        '--workers=2',
      ],
    ],
    [
      'a test without a line brings its whole file, once',
      { tests: [cart, plannedTest({ ...cart, testId: 'c', line: undefined as unknown as number })] },
      ['test', String.raw`[\\/]tests[\\/]cart\.spec\.ts$`, '--project=ui', '--workers=2'],
    ],
    [
      'everything else in the words of the runner',
      { wholeSuite: true, retries: 0, config: 'pw.config.ts', grep: 'pay', passThrough: ['--trace', 'on'] },
      [
        'test',
        '--workers=2',
        '--retries=0',
        '--config=pw.config.ts',
        '--grep=pay',
        '--pass-with-no-tests',
        '--trace',
        'on',
      ],
    ],
    [
      'the projects that were asked for, when some test never ran and has none yet',
      { tests: [cart, plannedTest({ ...cart, testId: 'c', project: '' })], projects: ['u*'] },
      ['test', String.raw`[\\/]tests[\\/]cart\.spec\.ts$:3`, '--project=u*', '--workers=2'],
    ],
    ['a shard', { wholeSuite: true, tests: [cart], shard: '2/4' }, ['test', '--workers=2', '--shard=2/4']],
  ])('%s', (_name, over, expected) => expect(runnerArgumentsOf(requestOf(over))).toEqual(expected));

  test('the pattern of a file matches that file and no other, whatever its name', () => {
    const name = fc.stringMatching(/^\w[\w.+()[\]$ -]{0,12}$/);
    fc.assert(
      fc.property(name, name, (folder, file) => {
        const path = `${folder}/${file}`;
        const [, word = ''] = runnerArgumentsOf(requestOf({ tests: [plannedTest({ file: path, line: 7 })] }));
        const pattern = new RegExp(word.replace(/:7$/, ''), 'i');
        return (
          pattern.test(`/home/me/${path}`) &&
          pattern.test(`C:\\${path.replaceAll('/', '\\')}`) &&
          !pattern.test(`/home/me/${path}x`) &&
          !pattern.test(`/home/me/x${path}`)
        );
      }),
    );
  });
});

describe('vitest', () => {
  const unit = plannedTest({
    testId: 'u',
    runner: 'vitest',
    file: 'tests/tax.test.ts',
    titlePath: ['tax', 'adds 1.5'],
  });

  test.each<[string, Partial<BatchRequest>, readonly string[]]>([
    ['the whole suite', { wholeSuite: true, tests: [unit] }, ['run', '--maxWorkers=2']],
    ['workers that its own configuration sets are not told', { wholeSuite: true, workers: undefined }, ['run']],
    [
      'a test by its name',
      { tests: [unit] },
      ['run', 'tests/tax.test.ts', '--maxWorkers=2', '--testNamePattern=^(?:tax(?: > | )adds 1\\.5)$'],
    ],
    [
      'what only run time knows of a title matches anything',
      { tests: [plannedTest({ ...unit, titlePath: ['adds %i and $b'] })] },
      ['run', 'tests/tax.test.ts', '--maxWorkers=2', '--testNamePattern=^(?:adds .* and .*)$'],
    ],
    [
      'everything else in the words of the runner',
      { wholeSuite: true, retries: 1, config: 'v.config.ts', grep: 'tax', passThrough: ['--bail=1'] },
      [
        'run',
        '--maxWorkers=2',
        '--retry=1',
        '--config=v.config.ts',
        '--testNamePattern=tax',
        '--passWithNoTests',
        '--bail=1',
      ],
    ],
  ])('%s', (_name, over, expected) =>
    expect(runnerArgumentsOf(requestOf({ runner: 'vitest', ...over }))).toEqual(expected),
  );

  test.each([
    ['adds', true],
    ['^tax', true],
    ['1|2', true],
    ['refunds', false],
  ])('--grep %s chooses among the planned tests and adds none', (grep, matches) => {
    const words = runnerArgumentsOf(requestOf({ runner: 'vitest', tests: [unit], grep }));
    const pattern = new RegExp(words.find((word) => word.startsWith('--testNamePattern='))?.slice(18) ?? '');
    expect(pattern.test('tax adds 1.5')).toBe(matches);
    expect(pattern.test('tax > adds 1.5')).toBe(matches);
    expect(pattern.test(`tax adds 1.5 ${grep}`)).toBe(false);
  });
});
