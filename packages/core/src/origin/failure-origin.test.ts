import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { historyOf } from '../flake/fixtures/history-of.ts';
import type { CodeChange } from '../localisation/code-change.ts';
import type { Observation, TestHistory } from '../model/test-history.ts';
import { originOf } from './failure-origin.ts';
import type { OriginInput } from './origin-input.ts';
import { reportOwnershipOf } from './report-ownership.ts';

const signature = 'aaaaaaaaaaaa-bbbbbbbb';
const steady = '.'.repeat(20);

/** A test with this past that has now failed in a run of its own, on a branch. */
function inputOf(line: string, part: Partial<OriginInput> = {}): OriginInput {
  const history =
    line === '' ? undefined : withBranch(historyOf(line, { test: { id: 't1', runner: 'vitest' } }), 'main');
  return {
    cause: 'assertion',
    signatures: new Set([signature]),
    tests: [{ testId: 't1', runner: 'vitest', file: 'tests/cart.spec.ts', outcome: 'unexpected' }],
    run: { commit: 'now', branch: 'feature', dirty: false, startedAt: '2026-02-01T00:00:00.000Z' },
    past: history === undefined ? [] : [history],
    current: [],
    judgedRunIds: new Set(['now']),
    histories: new Map(history === undefined ? [] : [['t1', history]]),
    alike: history === undefined ? [] : [history],
    executedTests: 50,
    failedTests: 1,
    failedNeighbours: 0,
    surroundings: {},
    ...part,
  };
}

function withBranch({ observations, ...history }: TestHistory, branch: string): TestHistory {
  return {
    ...history,
    observations: observations.map((one): Observation => ({ ...one, run: { ...one.run, branch } })),
  };
}

const changeOf = (...files: readonly string[]): CodeChange => ({
  from: 'abcdef1234',
  files: files.map((file) => ({ file, lines: [] })),
  commits: [],
});
const reach = new Map([['t1', { files: ['src/cart.ts'], precision: 'executed' as const }]]);
const surrounded = (...files: readonly string[]): Partial<OriginInput> => ({
  surroundings: { baseBranch: 'main', change: changeOf(...files), ownFiles: files, reach },
});

describe('each piece of evidence moves the odds', () => {
  const plain = originOf(inputOf(steady));
  test.each([
    ['a change of what the test runs', inputOf(steady, surrounded('src/cart.ts')), 'regression', 'up'],
    ['a change of what it does not run', inputOf(steady, surrounded('src/else.ts')), 'regression', 'down'],
    ['a change of words alone', inputOf(steady, surrounded('README.md')), 'regression', 'down'],
    ['the test itself changed', inputOf(steady, surrounded('tests/cart.spec.ts')), 'regression', 'up'],
    ['a flaky past', inputOf('..F.f..f.F..f.f.....'), 'flake', 'up'],
    ['a broken past', inputOf('..........FFF'), 'regression', 'up'],
    ['a network error', inputOf(steady, { cause: 'network' }), 'environment', 'up'],
    ['a script error', inputOf(steady, { cause: 'script-error' }), 'regression', 'up'],
  ] as const)('%s', (_, input, share, direction) => {
    const change = originOf(input)[share] - plain[share];
    if (direction === 'up') expect(change).toBeGreaterThan(0.02);
    else expect(change).toBeLessThan(-0.02);
  });

  test.each([
    [
      'a pass on a retry',
      { tests: [{ testId: 't1', runner: 'vitest', file: 'a', outcome: 'flaky' as const }] },
      '1 of 1 passed when tried again',
    ],
    [
      'a good run of the same commit',
      { run: { commit: 'c3', branch: 'feature', dirty: false, startedAt: '2026-02-01T00:00:00.000Z' } },
      'passed in another run of this very code',
    ],
  ])('%s speaks for chance', (_, part, words) => {
    const origin = originOf(inputOf(steady, part));
    expect(origin.flake + origin.environment).toBeGreaterThan(0.85);
    expect(origin.evidence.join('\n')).toContain(words);
  });

  test('browser tests import nothing of the product: what they import says nothing against a change', () => {
    const imported = new Map([['t1', { files: ['tests/pages.ts'], precision: 'imported' as const }]]);
    const [test1] = inputOf(steady).tests;
    const input = (runner: string): OriginInput =>
      inputOf(steady, {
        tests: test1 === undefined ? [] : [{ ...test1, runner }],
        surroundings: { change: changeOf('src/server.ts'), reach: imported },
      });
    expect(originOf(input('playwright')).regression).toBeGreaterThan(originOf(input('vitest')).regression + 0.1);
  });
});

describe('is this red mine?', () => {
  test.each([
    [
      'yes',
      inputOf('..........FFF'.replace(/F/g, '.'), surrounded('src/cart.ts')),
      /^Yours, \d+ %: src\/cart\.ts changed in this branch and runs under the failed test, and main passed \d+ days before\.$/u,
    ],
    [
      'main fails alike',
      inputOf(`${steady}FF`, surrounded('src/cart.ts')),
      /^Not yours, \d+ %: the same failure is on main since c20\.$/u,
    ],
    ['git is not there', inputOf(steady, { cause: 'script-error' }), /: git does not tell what changed\.$/u],
    [
      'it recovered',
      inputOf(steady, {
        ...surrounded('src/cart.ts'),
        tests: [{ testId: 't1', runner: 'vitest', file: 'a', outcome: 'flaky' }],
      }),
      /^Not yours, \d+ %: it passed on the same code when tried again\.$/u,
    ],
  ])('%s', (_, input, sentence) => {
    expect(originOf(input).mine.sentence).toMatch(sentence);
  });

  test('a report of several causes says how many are mine', () => {
    const yours = { mine: originOf(inputOf(steady, surrounded('src/cart.ts'))).mine, isRed: true };
    const base = { mine: originOf(inputOf(`${steady}FF`, surrounded('src/cart.ts'))).mine, isRed: true };
    expect(reportOwnershipOf([])).toBeUndefined();
    expect(reportOwnershipOf([{ ...yours, isRed: false }, base])).toEqual(base.mine);
    expect(reportOwnershipOf([base, yours])?.sentence).toMatch(/^1 of 2 causes: yours, /u);
    expect(reportOwnershipOf([base, base])).toMatchObject({ answer: 'not-yours' });
    const perhaps = { mine: { ...base.mine, probability: 0.3 }, isRed: true };
    expect(reportOwnershipOf(Array.from({ length: 40 }, () => perhaps))?.sentence).toBe(
      'Unclear whether yours: none of the 40 causes points at the change, the likeliest with 30 %.',
    );
  });

  test('a history makes nobody surer than 99 %', () => {
    const outage = inputOf(steady, { cause: 'network', failedTests: 60, ...surrounded('README.md') });
    expect(originOf(outage).mine.sentence).toMatch(/^Not yours, 99 %: /u);
  });
});

test('shares are probabilities that add up to 1, whatever is known', () => {
  const line = fc.string({ unit: fc.constantFrom('.', 'F', 'f', 's'), maxLength: 25 });
  const cause = fc.constantFrom('assertion', 'timeout', 'network', 'syntax', 'unknown');
  const files = fc.array(
    fc.constantFrom('src/cart.ts', 'src/else.ts', 'README.md', 'package.json', 'tests/cart.spec.ts'),
  );
  fc.assert(
    fc.property(line, cause, files, fc.integer({ min: 1, max: 60 }), (past, name, changed, failedTests) => {
      const origin = originOf(inputOf(past, { cause: name, failedTests, ...surrounded(...changed) }));
      const shares = [origin.flake, origin.regression, origin.environment, origin.unknown];
      for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(origin.mine.probability).toBeLessThanOrEqual(origin.regression);
    }),
  );
});
